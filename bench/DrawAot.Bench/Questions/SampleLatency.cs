using BenchmarkDotNet.Attributes;
using DrawAot.Bench.Baselines;

namespace DrawAot.Bench.Questions;

/// <summary>How long does one picture take?</summary>
public class SampleLatency : IDisposable
{
    private ShippedFiles? _files;
    private ISampler? _sampler;
    private float[] _image = [];

    /// <summary>Everything that samples.</summary>
    public static IEnumerable<string> Engines => Samplers.Baselines.Concat(Generated.All.Select(generated => generated.Name));

    /// <summary>One thread, and all cores.</summary>
    public static IEnumerable<int> ThreadCounts => new[] { 1, Environment.ProcessorCount }.Distinct();

    /// <summary>The engine that draws.</summary>
    [ParamsSource(nameof(Engines))]
    public string Engine { get; set; } = "";

    /// <summary>Threads that it may use.</summary>
    [ParamsSource(nameof(ThreadCounts))]
    public int Threads { get; set; }

    /// <summary>Makes the engine and sees that it draws what the reference draws.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _files = new ShippedFiles();
        _sampler = Samplers.Create(Engine, _files, count: 1, Threads);
        new Agreement(_files).Require(Engine, _sampler, count: 1);
        _image = new float[_files.Shape.PixelCount];
    }

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _sampler?.Dispose();
        _files?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Draws a picture.</summary>
    [Benchmark]
    public float Sample()
    {
        _sampler!.Sample(Agreement.Seed, 0, _image);
        return _image[0];
    }
}
