using BenchmarkDotNet.Attributes;
using DrawAot.Bench.Baselines;

namespace DrawAot.Bench.Questions;

/// <summary>How long do encoding an image and its variational bound take?</summary>
public class EncodeAndScore : IDisposable
{
    private ShippedFiles? _files;
    private IScorer? _scorer;
    private float[] _images = [];
    private Score[] _scores = [];

    /// <summary>Everything that scores.</summary>
    public static IEnumerable<string> Engines => Scorers.Baselines.Concat(Generated.All.Select(generated => generated.Name));

    /// <summary>One thread, and all cores.</summary>
    public static IEnumerable<int> ThreadCounts => SampleLatency.ThreadCounts;

    /// <summary>The engine that scores.</summary>
    [ParamsSource(nameof(Engines))]
    public string Engine { get; set; } = "";

    /// <summary>Threads that it may use.</summary>
    [ParamsSource(nameof(ThreadCounts))]
    public int Threads { get; set; }

    /// <summary>Images in a batch.</summary>
    [Params(1, 64)]
    public int Count { get; set; }

    /// <summary>Makes the engine and sees that it finds the reference's bound.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _files = new ShippedFiles();
        _scorer = Scorers.Create(Engine, _files, Count, Threads);
        var agreement = new Agreement(_files);
        agreement.Require(Engine, _scorer, Count);
        _images = agreement.Digits(Count);
        _scores = new Score[Count];
    }

    /// <summary>Frees it.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _scorer?.Dispose();
        _files?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Scores a batch.</summary>
    [Benchmark]
    public double Score()
    {
        _scorer!.Score(_images, Agreement.Seed, 0, _scores);
        return _scores[0].Nats;
    }
}
