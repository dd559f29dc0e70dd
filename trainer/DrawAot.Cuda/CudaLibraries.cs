using System.Reflection;
using System.Runtime.InteropServices;

namespace DrawAot.Cuda;

/// <summary>Finds the driver, NVRTC and cuBLAS of the machine, of any version since CUDA 12.</summary>
internal static class CudaLibraries
{
    public const string Driver = "cuda", Compiler = "nvrtc", Products = "cublas";

    private static readonly Dictionary<string, string[]> FileNames = new()
    {
        [Driver] = ["libcuda.so.1", "nvcuda.dll"],
        [Compiler] = ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so", "nvrtc64_130_0.dll", "nvrtc64_120_0.dll"],
        [Products] = ["libcublas.so.13", "libcublas.so.12", "libcublas.so", "cublas64_13.dll", "cublas64_12.dll"],
    };

    /// <summary>Makes this assembly's imports resolve to whichever of the files the system's loader finds.</summary>
    private static void Register() => Registration.Value.ToString();

    private static readonly Lazy<bool> Registration = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(CudaLibraries).Assembly, Resolve);
        return true;
    });

    /// <summary>Loads all libraries.</summary>
    /// <exception cref="DllNotFoundException">One of them is missing; the message names its files.</exception>
    public static void Load()
    {
        Register();
        foreach (string name in FileNames.Keys)
        {
            Resolve(name, typeof(CudaLibraries).Assembly, null);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!FileNames.TryGetValue(name, out string[]? candidates))
        {
            return 0;
        }

        foreach (string file in candidates)
        {
            if (NativeLibrary.TryLoad(file, out nint library))
            {
                return library;
            }
        }

        throw new DllNotFoundException($"The loader finds none of {string.Join(", ", candidates)}.");
    }
}
