using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;

namespace DrawAot.Bench.Measuring;

/// <summary>The machine and the software of the figures.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    private static readonly Dictionary<string, string> Fields = ReadFields();

    /// <summary>The processor's name, as it gives it.</summary>
    public static string Processor { get; } = ReadProcessor();

    /// <summary>Cores that this process may use.</summary>
    public static int Cores => Environment.ProcessorCount;

    /// <summary>The widest vectors that kernels get here.</summary>
    public static string Vectors =>
        Vector512.IsHardwareAccelerated ? "AVX-512"
        : Avx2.IsSupported ? HasFlag("avx512f") ? "AVX2 and FMA; its AVX-512 is switched off" : "AVX2 and FMA, no AVX-512"
        : Vector128.IsHardwareAccelerated ? "128 bits"
        : "none";

    /// <summary>
    /// Whether sums of four products of bytes are exact: on x86-64, where the processor has dot products of bytes (VNNI). Without, ONNX
    /// Runtime sums pairs of products in 16 bits, which saturate.
    /// </summary>
    public static bool SumsBytesExactly =>
        RuntimeInformation.ProcessArchitecture != Architecture.X64 || HasFlag("avx512_vnni") || HasFlag("avx_vnni");

    /// <summary>Version of the SDK that built the program, as its build recorded it.</summary>
    public static string Sdk { get; } = typeof(Machine).Assembly
        .GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Sdk").Value!;

    /// <summary>All of it in a sentence.</summary>
    public static string Description =>
        $"{Processor} ({Vectors}), {Cores} cores, {RuntimeInformation.OSDescription}, SDK {Sdk}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>All of it for programs.</summary>
    public static JsonObject ToJson() => new()
    {
        ["processor"] = Processor,
        ["vectors"] = Vectors,
        ["cores"] = Cores,
        ["os"] = RuntimeInformation.OSDescription,
        ["sdk"] = Sdk,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
    };

    private static bool HasFlag(string flag) => Fields.GetValueOrDefault("flags", "").Split(' ').Contains(flag);

    private static string ReadProcessor() => Fields.TryGetValue("model name", out string? name)
        ? $"{name}, family {Fields.GetValueOrDefault("cpu family")} model {Fields.GetValueOrDefault("model")}"
        : RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The first processor's fields, where Linux lists them.</summary>
    private static Dictionary<string, string> ReadFields() => !File.Exists(ProcessorFile)
        ? []
        : File.ReadLines(ProcessorFile)
            .TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1]);
}
