using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DrawAot.Bench.Baselines;

/// <summary>The memory of a contiguous tensor of floats, without a copy.</summary>
internal static class TorchFloats
{
    /// <summary>Valid as long as the tensor.</summary>
    public static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
