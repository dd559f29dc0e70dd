using System.Reflection;

namespace DrawAot.Cuda;

/// <summary>The CUDA C++ of a family's kernels.</summary>
internal static class CudaSource
{
    /// <summary>The operations, then the kernels that are made of them.</summary>
    /// <param name="kernels">Name of the family's file.</param>
    public static string Of(string kernels) => Read("Operations.cu") + Read(kernels);

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
