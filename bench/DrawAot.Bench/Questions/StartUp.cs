using BenchmarkDotNet.Attributes;
using DrawAot.Bench.Measuring;

namespace DrawAot.Bench.Questions;

/// <summary>How long from the start of a process to a picture in a file?</summary>
public class StartUp
{
    private const string Native = "DrawAot, native", Torch = "TorchSharp";

    /// <summary>The programs that are there: the native one has to be published first.</summary>
    public static IEnumerable<string> Engines => File.Exists(Programs.DefaultNative) ? [Torch, Native] : [Torch];

    /// <summary>The program.</summary>
    [ParamsSource(nameof(Engines))]
    public string Engine { get; set; } = "";

    /// <summary>Runs it to its end.</summary>
    [Benchmark]
    public double Run() => Engine == Native ? Programs.Native(Programs.DefaultNative) : Programs.Torch();
}
