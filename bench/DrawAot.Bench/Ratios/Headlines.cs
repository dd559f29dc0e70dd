using System.Globalization;
using DrawAot.Bench.Baselines;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Roof;
using DrawAot.ImageFiles;

namespace DrawAot.Bench.Ratios;

/// <summary>
/// The headline comparisons, all in one process and in turns, on one core. Every engine is seen to agree with the
/// reference first.
/// </summary>
internal sealed class Headlines : IDisposable
{
    /// <summary>The batch at which DrawAot is compared.</summary>
    private const int Batch = 64;

    private static readonly string[] TorchNames = [Samplers.TorchSteps, Samplers.TorchScript, Samplers.TorchSequence];

    /// <summary>Batch sizes at which a baseline may be at its best.</summary>
    private static readonly Dictionary<string, int[]> BatchSizes = new()
    {
        [Samplers.TorchSteps] = [256],
        [Samplers.TorchScript] = [64, 256],
        [Samplers.TorchSequence] = [16, 64, 256],
        [Samplers.Onnx] = [16, 64, 256],
        [Samplers.OnnxInt8] = [16, 64, 256],
    };

    /// <summary>Batch sizes at which it is measured with one thread and with all.</summary>
    private static readonly Dictionary<string, int[]> ThreadBatchSizes = new()
    {
        [Samplers.TorchSteps] = [256],
        [Samplers.TorchScript] = [256],
        [Samplers.TorchSequence] = [64, 256],
        [Samplers.Onnx] = [16, 64],
        [Samplers.OnnxInt8] = [16, 64],
    };

    private readonly HeadlineOptions _options;
    private readonly ShippedFiles _files = new();
    private readonly Agreement _agreement;
    private readonly Contest _contest = new();
    private readonly List<IDisposable> _engines = [];
    private readonly Rates _rates = new(TimeSpan.FromMilliseconds(4));
    private readonly Dictionary<string, RoofOf> _roofs = [];

    public Headlines(HeadlineOptions options)
    {
        _options = options;
        _agreement = new Agreement(_files);
    }

    /// <summary>The baselines that sample, except the naive loops.</summary>
    private static IEnumerable<string> Libraries => Samplers.Baselines.Where(name => name != Samplers.Naive);

    /// <summary>Measures everything.</summary>
    /// <param name="progress">Told what is being done.</param>
    public HeadlineResults Measure(Action<string> progress)
    {
        progress("Checking every engine against the reference");
        Enter();
        progress("Warming up");
        _contest.WarmUp(_options.WarmUp);
        progress($"Timing {_options.Rounds} rounds");
        _contest.Run(_options.Rounds, _options.Slice, MeasureRoofs);

        var ratios = new List<Ratio>();
        foreach (Generated precision in Generated.All)
        {
            if (_options.HasBaselines)
            {
                ratios.AddRange(AgainstBaselines(precision));
            }

            ratios.AddRange(AgainstRoof(precision));
        }

        if (!_options.HasBaselines)
        {
            return new HeadlineResults(ratios, [], [], RoofRows());
        }

        IReadOnlyList<ThreadBest> threads = [];
        IReadOnlyList<Ratio> atBest = [];
        if (_options.ThreadRounds > 0)
        {
            progress($"Timing numbers of threads: {string.Join(", ", ThreadCounts.Tried)}");
            (threads, atBest) = Threads();
        }

        progress("Starting programs");
        ratios.AddRange(StartUp());
        progress("Scoring test images");
        ratios.AddRange(Nats(progress));
        return new HeadlineResults(ratios, threads, atBest, RoofRows());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable engine in _engines)
        {
            engine.Dispose();
        }

        _rates.Dispose();
        _files.Dispose();
    }

    private static string Sample(string name, int count) => string.Create(CultureInfo.InvariantCulture, $"sample, {name}, {count}");

    private static string Score(string name) => $"score, {name}";

    private void Enter()
    {
        foreach (string name in _options.HasBaselines ? Libraries : [])
        {
            foreach (int count in SizesOf(name))
            {
                EnterSampler(name, count);
            }
        }

        foreach (string name in _options.HasBaselines ? Scorers.Baselines : [])
        {
            EnterScorer(name);
        }

        foreach (Generated precision in Generated.All)
        {
            EnterSampler(precision.Name, 1);
            EnterSampler(precision.Name, Batch);
            EnterScorer(precision.Name);
            _roofs[Sample(precision.Name, 1)] = RoofOf.Sample(_files.Shape, precision.WeightSize, sharing: 1);
            _roofs[Sample(precision.Name, Batch)] = RoofOf.Sample(_files.Shape, precision.WeightSize, ModelSession.BatchTile);
            _roofs[Score(precision.Name)] = RoofOf.Score(_files.Shape, precision.WeightSize, sharing: 1);
        }
    }

    private void EnterSampler(string name, int count) => _contest.Enter(Sample(name, count), count, Sampling(name, count, threads: 1));

    private void EnterScorer(string name) => _contest.Enter(Score(name), 1, Scoring(name, count: 1, threads: 1));

    /// <summary>A call that draws a batch, of an engine that agrees with the reference.</summary>
    private Action Sampling(string name, int count, int threads)
    {
        ISampler sampler = Samplers.Create(name, _files, count, threads);
        _engines.Add(sampler);
        _agreement.Require(name, sampler, count);
        var images = new float[count * _files.Shape.PixelCount];
        return () => sampler.Sample(Agreement.Seed, 0, images);
    }

    /// <summary>A call that scores a batch, of an engine that agrees with the reference.</summary>
    private Action Scoring(string name, int count, int threads)
    {
        IScorer scorer = Scorers.Create(name, _files, count, threads);
        _engines.Add(scorer);
        _agreement.Require(name, scorer, count);
        float[] images = _agreement.Digits(count);
        var scores = new Score[count];
        return () => scorer.Score(images, Agreement.Seed, 0, scores);
    }

    /// <summary>Every engine at its best number of threads, and DrawAot against the best baseline.</summary>
    private (IReadOnlyList<ThreadBest> Bests, IReadOnlyList<Ratio> Against) Threads()
    {
        const string One = "one sample", Many = "a sample in a batch", OneScore = "one score", ManyScores = "a score in a batch";
        int largest = Math.Min(Batch, _options.LargestBatch);
        var counts = new ThreadCounts();
        foreach (int threads in ThreadCounts.Tried)
        {
            foreach (string name in Libraries.Concat(Generated.All.Select(precision => precision.Name)))
            {
                if (threads == 1 || Libraries.Contains(name)) // a session draws one picture on one thread
                {
                    counts.Enter(One, name, threads, 1, Sampling(name, 1, threads));
                }

                foreach (int count in ThreadBatchSizes.GetValueOrDefault(name, [Batch]).Where(size => size <= _options.LargestBatch).DefaultIfEmpty(largest))
                {
                    counts.Enter(Many, name, threads, count, Sampling(name, count, threads));
                }
            }

            foreach (string name in Scorers.Baselines.Concat(Generated.All.Select(precision => precision.Name)))
            {
                if (threads == 1 || Scorers.Baselines.Contains(name))
                {
                    counts.Enter(OneScore, name, threads, 1, Scoring(name, 1, threads));
                }

                counts.Enter(ManyScores, name, threads, largest, Scoring(name, largest, threads));
            }
        }

        counts.Run(_options);
        return (counts.Bests(),
        [
            .. Generated.All.SelectMany(precision => new[]
            {
                counts.Against($"{One}, {precision.Precision}", One, precision.Name, RivalsOf(precision, Libraries)),
                counts.Against($"{Many}, {precision.Precision}", Many, precision.Name, RivalsOf(precision, Libraries)),
                counts.Against($"{OneScore}, {precision.Precision}", OneScore, precision.Name, RivalsOf(precision, Scorers.Baselines)),
                counts.Against($"{ManyScores}, {precision.Precision}", ManyScores, precision.Name, RivalsOf(precision, Scorers.Baselines)),
            }),
        ]);
    }

    /// <summary>Baselines that round no more than a precision does.</summary>
    private static string[] RivalsOf(Generated precision, IEnumerable<string> baselines) =>
        [.. baselines.Where(name => name != Samplers.OnnxInt8 || precision.Rounding == Rounding.Int8)];

    private void MeasureRoofs()
    {
        _rates.Measure();
        foreach (RoofOf roof in _roofs.Values)
        {
            roof.Measure(_rates);
        }
    }

    private IEnumerable<Ratio> AgainstBaselines(Generated precision)
    {
        Targets targets = Targets.Of(precision.Precision);
        string sample = Sample(precision.Name, 1), batch = Sample(precision.Name, Batch), score = Score(precision.Name);
        string[] rivals = RivalsOf(precision, Libraries);
        string steps = Sample(Samplers.TorchSteps, 1), fastest = _contest.Fastest(rivals.Select(name => Sample(name, 1)));
        if (targets.SampleOverSteps is double overSteps)
        {
            yield return Faster($"one sample, {precision.Precision}", Samplers.TorchSteps, sample, steps, overSteps);
        }

        if (targets.SampleOverFastest is double overFastest)
        {
            yield return Faster($"one sample, {precision.Precision}", $"fastest baseline: {NameOf(fastest)}", sample, fastest, overFastest);
        }

        if (targets.ScoreOverSteps is double scoreOverSteps)
        {
            yield return Faster($"one score, {precision.Precision}", Samplers.TorchSteps, score, Score(Samplers.TorchSteps), scoreOverSteps);
        }

        if (targets.BatchOverFastest is double batchOverFastest)
        {
            string best = _contest.Fastest(Batches(rivals));
            yield return Faster(
                $"samples a second at batch {Batch}, {precision.Precision}", $"fastest baseline at its best batch: {NameOf(best)}",
                batch, best, batchOverFastest);
        }

        if (targets.BatchOverTorch is double batchOverTorch)
        {
            string best = _contest.Fastest(Batches(TorchNames));
            yield return Faster(
                $"samples a second at batch {Batch}, {precision.Precision}", $"TorchSharp at its best batch: {NameOf(best)}",
                batch, best, batchOverTorch);
        }

        if (precision.Rounding == Rounding.Int8)
        {
            yield return Faster($"one score, {precision.Precision}", Samplers.OnnxInt8, score, Score(Samplers.OnnxInt8), 1);
        }
    }

    private IEnumerable<Ratio> AgainstRoof(Generated precision) =>
    [
        OfRoof($"one sample, {precision.Precision}", Sample(precision.Name, 1)),
        OfRoof($"batch {Batch}, {precision.Precision}", Sample(precision.Name, Batch)),
        OfRoof($"one score, {precision.Precision}", Score(precision.Name)),
    ];

    private IEnumerable<string> Batches(IEnumerable<string> names) => names.SelectMany(SizesOf, Sample);

    private IEnumerable<int> SizesOf(string name) => BatchSizes[name].Where(size => size <= _options.LargestBatch).Prepend(1);

    private Ratio Faster(string what, string against, string fast, string slow, double target) => new(
        what, against, _contest.Ratio(fast, slow), target, IsCost: false, "×",
        $"{Milliseconds(_contest.Seconds(fast))} to {Milliseconds(_contest.Seconds(slow))}");

    private Ratio OfRoof(string what, string name)
    {
        double roof = _roofs[name].Seconds, seconds = _contest.Seconds(name);
        return new Ratio(
            what, "the measured roof", roof / seconds, Targets.Roof, IsCost: false, "",
            $"{Milliseconds(roof)} to {Milliseconds(seconds)}");
    }

    private IReadOnlyList<RoofRow> RoofRows() =>
    [
        .. _roofs.Select(roof => new RoofRow(
            roof.Key, _contest.Seconds(roof.Key),
            [.. roof.Value.Phases.Zip(roof.Value.PhaseSeconds, (phase, seconds) => new PhaseTime(phase.Name, seconds))])),
    ];

    private IEnumerable<Ratio> StartUp()
    {
        if (!File.Exists(_options.NativeProgram))
        {
            yield break;
        }

        double[] native = [.. Enumerable.Range(0, 15).Select(_ => Programs.Native(_options.NativeProgram))];
        double[] torch = [.. Enumerable.Range(0, 3).Select(_ => Programs.Torch())];
        yield return new Ratio(
            "process start to a finished picture", "the same in TorchSharp", Contest.Median(torch) / Contest.Median(native),
            Targets.StartUp, IsCost: false, "×", $"{Milliseconds(Contest.Median(native))} to {Milliseconds(Contest.Median(torch))}");
    }

    private IEnumerable<Ratio> Nats(Action<string> progress)
    {
        if (NatsCost.TestImages() is not ImageSet images)
        {
            progress($"Costs in nats are not measured, since DRAWAOT_DATA names no folder with {NatsCost.TestFile}, gzipped or not");
            yield break;
        }

        int count = Math.Min(_options.TestImages, images.Count);
        double[] exact = NatsCost.Bounds(Generated.All[0].Name, _files, images, count);
        foreach (string name in Generated.All.Where(precision => !precision.IsExact).Select(precision => precision.Name).Append(Samplers.OnnxInt8))
        {
            var cost = NatsCost.Of(NatsCost.Bounds(name, _files, images, count), exact);
            string precision = Generated.Find(name)?.Precision ?? "int8";
            yield return new Ratio(
                $"cost in nats, {name}", "float32", cost.Mean, Targets.Of(precision).Nats!.Value,
                IsCost: true, "",
                string.Create(CultureInfo.InvariantCulture, $"{cost.Nats:F2} to {exact.Average():F2} nats, ± {cost.StandardError:F3} of the difference, {count} test images"));
        }
    }

    private static string NameOf(string entry)
    {
        string[] parts = entry.Split(", ");
        string name = string.Join(", ", parts[1..^1]);
        return parts[^1] == "1" ? name : $"{name}, batch {parts[^1]}";
    }

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:G3} ms");
}
