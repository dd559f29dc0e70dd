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

    /// <summary>Names of the baselines that sample, at batch 1.</summary>
    private static IEnumerable<string> OneSample => Samplers.Baselines.Where(name => name != Samplers.Naive).Select(name => Sample(name, 1));

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
            ratios.AddRange(Of(precision));
        }

        progress("Starting programs");
        ratios.AddRange(StartUp());
        progress("Scoring test images");
        ratios.AddRange(Nats(progress));
        return new HeadlineResults(ratios, [.. _roofs.Select(roof => Row(roof.Key, roof.Value))]);
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
        foreach (string name in Samplers.Baselines.Where(name => name != Samplers.Naive))
        {
            foreach (int count in SizesOf(name))
            {
                EnterSampler(name, count);
            }
        }

        foreach (string name in Scorers.Baselines)
        {
            EnterScorer(name);
        }

        foreach (Generated precision in Generated.All)
        {
            EnterSampler(precision.Name, 1);
            EnterSampler(precision.Name, Batch);
            EnterScorer(precision.Name);
            _roofs[Sample(precision.Name, 1)] = RoofOf.Sample(_files.Shape, precision.WeightSize, tile: 1);
            _roofs[Sample(precision.Name, Batch)] = RoofOf.Sample(_files.Shape, precision.WeightSize, ModelSession.BatchTile);
            _roofs[Score(precision.Name)] = RoofOf.Score(_files.Shape, precision.WeightSize, tile: 1);
        }
    }

    private void EnterSampler(string name, int count)
    {
        ISampler sampler = Samplers.Create(name, _files, count, threads: 1);
        _engines.Add(sampler);
        _agreement.Require(name, sampler, count);
        var images = new float[count * _files.Shape.PixelCount];
        _contest.Enter(Sample(name, count), count, () => sampler.Sample(Agreement.Seed, 0, images));
    }

    private void EnterScorer(string name)
    {
        IScorer scorer = Scorers.Create(name, _files, count: 1, threads: 1);
        _engines.Add(scorer);
        _agreement.Require(name, scorer, count: 1);
        float[] images = _agreement.Digits(1);
        var scores = new Score[1];
        _contest.Enter(Score(name), 1, () => scorer.Score(images, Agreement.Seed, 0, scores));
    }

    private void MeasureRoofs()
    {
        _rates.Measure();
        foreach (RoofOf roof in _roofs.Values)
        {
            roof.Measure(_rates);
        }
    }

    private IEnumerable<Ratio> Of(Generated precision)
    {
        Targets targets = Targets.Of(precision.Precision);
        string sample = Sample(precision.Name, 1), batch = Sample(precision.Name, Batch), score = Score(precision.Name);
        string steps = Sample(Samplers.TorchSteps, 1), fastest = _contest.Fastest(OneSample);
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
            string best = _contest.Fastest(Batches(BatchSizes.Keys));
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

        yield return OfRoof($"one sample, {precision.Precision}", sample);
        yield return OfRoof($"batch {Batch}, {precision.Precision}", batch);
        yield return OfRoof($"one score, {precision.Precision}", score);
    }

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

    private RoofRow Row(string name, RoofOf roof) => new(
        name, _contest.Seconds(name), [.. roof.Phases.Zip(roof.PhaseSeconds, (phase, seconds) => new PhaseTime(phase.Name, seconds))]);

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
        double[] exact = NatsCost.Bounds(Generated.All[0], images, count);
        foreach (Generated precision in Generated.All.Where(precision => !precision.IsExact))
        {
            var cost = NatsCost.Of(NatsCost.Bounds(precision, images, count), exact);
            yield return new Ratio(
                $"cost in nats, {precision.Precision}", "float32", cost.Mean, Targets.Of(precision.Precision).Nats!.Value,
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
