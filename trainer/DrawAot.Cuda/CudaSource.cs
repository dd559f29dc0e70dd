using System.Reflection;

namespace DrawAot.Cuda;

/// <summary>The CUDA C++ of kernels.</summary>
internal static class CudaSource
{
    /// <summary>A family's kernels, after the operations that they are made of.</summary>
    /// <param name="kernels">Name of the family's file.</param>
    public static string OfFamily(string kernels) => Of("Operations.cu", kernels);

    /// <summary>The macros of a kernel, then files.</summary>
    public static string Of(params ReadOnlySpan<string> names)
    {
        string text = Read("Kernels.cu");
        foreach (string name in names)
        {
            text += Read(name);
        }

        return text;
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
