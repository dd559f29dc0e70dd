using BenchmarkDotNet.Attributes;
using DrawAot.Bench.Baselines;

namespace DrawAot.Bench.Questions;

/// <summary>How many pictures a second, by the size of the batch?</summary>
public class Throughput : IDisposable
{
    private ShippedFiles? _files;
    private ISampler? _sampler;
    private float[] _images = [];

    /// <summary>Every sampler except the naive loops, which ignore batches.</summary>
    public static IEnumerable<string> Engines => SampleLatency.Engines.Where(engine => engine != Samplers.Naive);

    /// <summary>One thread, and all cores.</summary>
    public static IEnumerable<int> ThreadCounts => SampleLatency.ThreadCounts;

    /// <summary>The engine that draws.</summary>
    [ParamsSource(nameof(Engines))]
    public string Engine { get; set; } = "";

    /// <summary>Threads that it may use.</summary>
    [ParamsSource(nameof(ThreadCounts))]
    public int Threads { get; set; }

    /// <summary>Pictures in a batch.</summary>
    [Params(4, 16, 64, 256)]
    public int Count { get; set; }

    /// <summary>Makes the engine and sees that it draws what the reference draws.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _files = new ShippedFiles();
        _sampler = Samplers.Create(Engine, _files, Count, Threads);
        new Agreement(_files).Require(Engine, _sampler, Count);
        _images = new float[Count * _files.Shape.PixelCount];
    }

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _sampler?.Dispose();
        _files?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Draws a batch.</summary>
    [Benchmark]
    public float Sample()
    {
        _sampler!.Sample(Agreement.Seed, 0, _images);
        return _images[0];
    }
}
