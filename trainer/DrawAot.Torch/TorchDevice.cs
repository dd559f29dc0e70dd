using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>The device on which libtorch computes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TorchDevice>))]
public enum TorchDevice
{
    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>The first CUDA GPU.</summary>
    Cuda,
}

/// <summary>Finds devices.</summary>
public static class TorchDevices
{
    /// <summary>The device, as libtorch has it.</summary>
    /// <exception cref="NotSupportedException">There is no such device, or this libtorch cannot use it; the message is a sentence.</exception>
    public static Device Find(this TorchDevice device)
    {
        if (device == TorchDevice.Cpu)
        {
            return CPU;
        }

        Exception? cause = null;
        try
        {
            if (cuda.is_available())
            {
                return CUDA;
            }
        }
        catch (Exception failure) when (failure is NotSupportedException or DllNotFoundException or System.Runtime.InteropServices.ExternalException)
        {
            cause = failure;
        }

        throw new NotSupportedException(
            "libtorch finds no CUDA GPU: a machine with one, and a build with -p:TorchDevice=cuda, which takes libtorch's CUDA package, were expected.", cause);
    }
}
