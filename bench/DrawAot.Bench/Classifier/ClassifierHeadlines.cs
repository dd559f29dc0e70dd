using System.Globalization;
using DrawAot.Bench.Baselines;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Ratios;
using DrawAot.Bench.Roof;
using DrawAot.Manifest;
using DrawAot.Models;
using DrawAot.Numerics;
using DrawAot.Reference;
using DrawAot.Torch;
using DrawAot.Torch.Onnx;
using DrawAot.Trainer.Evaluation;
using DrawAot.Weights;
using TorchSharp;

namespace DrawAot.Bench.Classifier;

/// <summary>
/// The headline comparisons of the shipped classifier, in one process and in turns, on one core and then at every engine's best number
/// of threads. Every engine is seen to agree with the reference first, on the first and the last image of its batch.
/// </summary>
internal sealed class ClassifierHeadlines : IDisposable
{
    private const int Batch = 64;

    /// <summary>Largest distances of a probability from the reference's, of exact weights and of rounded ones.</summary>
    private const double Tolerance = 1e-4, RoundedTolerance = 0.1;

    /// <summary>The most that rounding may cost, in percent of error.</summary>
    private const double ErrorCost = 0.3;

    private const double OverSteps = 20, OverFastest = 2;
    private const string Steps = Samplers.TorchSteps, Script = Samplers.TorchScript, Onnx = Samplers.Onnx, OnnxInt8 = Samplers.OnnxInt8;

    private static readonly string[] Libraries = [Steps, Script, Onnx, OnnxInt8];

    private readonly HeadlineOptions _options;
    private readonly ShippedModel<IClassifierModel> _shipped = GeneratedClassifier.All[0].Model;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawaot-bench-");
    private readonly ClassifierShape _shape;
    private readonly ClassifierModule _module;
    private readonly string _graph, _graphInt8;
    private readonly float[] _images;
    private readonly double[][] _expected;
    private readonly Contest _contest = new();
    private readonly Rates _rates = new(TimeSpan.FromMilliseconds(4));
    private readonly Dictionary<string, RoofOf> _roofs = [];
    private readonly List<IDisposable> _engines = [];

    public ClassifierHeadlines(HeadlineOptions options)
    {
        _options = options;
        LibTorch.EnsureLoadable();
        torch.set_num_threads(1);
        ClassifierManifest manifest = ClassifierManifest.Parse(_shipped.ReadManifest(), _shipped.ManifestFile);
        _shape = manifest.Shape;
        SafetensorsFile file = SafetensorsFile.ReadEmbedded(typeof(ShippedModel).Assembly, _shipped.WeightsFile);
        Dictionary<string, float[]> weights = _shape.Tensors.ToDictionary(tensor => tensor.Name, tensor => file.Floats(tensor.Name, [.. tensor.Shape]).ToArray());
        _module = new ClassifierModule(_shape);
        _module.Load([.. _shape.Tensors.SelectMany(tensor => weights[tensor.Name])]);
        _graph = OnnxModel.SaveClassifier(_module, manifest.Name, _folder.FullName);
        _graphInt8 = Bench.Baselines.OnnxInt8.Save(_graph);
        _images = new float[Batch * _shape.PixelCount];
        Normals.Fill(seed: 7, index: 0, stream: 0, _images);
        for (int pixel = 0; pixel < _images.Length; pixel++)
        {
            _images[pixel] = Math.Clamp(_images[pixel] - 1, 0, 1);
        }

        var reference = new ReferenceClassifier(_shape, weights);
        _expected =
        [
            .. new[] { 0, Batch - 1 }.Select(image => reference.Classify(
                [.. _images.Skip(image * _shape.PixelCount).Take(_shape.PixelCount).Select(pixel => (double)pixel)])[^1].Probabilities),
        ];
    }

    /// <summary>Measures everything.</summary>
    /// <param name="progress">Told what is being done.</param>
    public HeadlineResults Measure(Action<string> progress)
    {
        progress("Checking every engine against the reference");
        foreach (int count in (int[])[1, Batch])
        {
            foreach (string name in Libraries)
            {
                _contest.Enter(Entry(name, count), count, Classifying(name, count, threads: 1));
            }

            foreach ((string precision, int weightSize, _) in GeneratedClassifier.All)
            {
                _contest.Enter(Entry(precision, count), count, Classifying(precision, count, threads: 1));
                _roofs[Entry(precision, count)] = RoofOf.Classification(_shape, weightSize, count == 1 ? 1 : ModelSession.BatchTile);
            }
        }

        progress("Warming up");
        _contest.WarmUp(_options.WarmUp);
        progress($"Timing {_options.Rounds} rounds");
        _contest.Run(_options.Rounds, _options.Slice, MeasureRoofs);
        IReadOnlyList<ThreadBest> threads = [];
        IReadOnlyList<Ratio> atBest = [];
        if (_options.ThreadRounds > 0)
        {
            progress($"Timing numbers of threads: {string.Join(", ", ThreadCounts.Tried)}");
            (threads, atBest) = Threads();
        }

        progress("Classifying test images");
        return new HeadlineResults(
            [.. GeneratedClassifier.All.SelectMany(entry => Of(entry.Precision)), .. Errors(progress)],
            threads, atBest, [.. _roofs.Select(roof => Row(roof.Key, roof.Value))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable engine in _engines)
        {
            engine.Dispose();
        }

        _rates.Dispose();
        _module.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Entry(string name, int count) => string.Create(CultureInfo.InvariantCulture, $"{name}, {count}");

    private IClassifier Create(string name, int count, int threads)
    {
        torch.set_num_threads(threads);
        return name switch
        {
            Steps => new TorchStepClassifier(_module, count),
            Script => new TorchScriptClassifier(_module, count),
            Onnx => new OnnxClassifier(_shape, _graph, count, threads),
            OnnxInt8 => new OnnxClassifier(_shape, _graphInt8, count, threads),
            _ => GeneratedClassifier.Load(name, count, threads),
        };
    }

    /// <summary>A call that classifies a batch, of an engine that agrees with the reference.</summary>
    private Action Classifying(string name, int count, int threads)
    {
        IClassifier classifier = Create(name, count, threads);
        _engines.Add(classifier);
        float[] images = _images[..(count * _shape.PixelCount)], probabilities = new float[count * _shape.ClassCount];
        classifier.Classify(images, probabilities);
        double worst = Math.Max(WorstOf(_expected[0], 0), count == 1 ? 0 : WorstOf(_expected[^1], count - 1));
        bool isExact = name is not (OnnxInt8 or "bfloat16" or "int8");
        if (!(worst <= (isExact ? Tolerance : RoundedTolerance)))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{name} does not compute what the reference computes: a probability is off by {worst:E1}."));
        }

        return () => classifier.Classify(images, probabilities);

        double WorstOf(double[] expected, int image) =>
            expected.Select((probability, k) => Math.Abs(probability - probabilities[image * _shape.ClassCount + k])).Max();
    }

    /// <summary>Every engine at its best number of threads, and DrawAot against the best baseline.</summary>
    private (IReadOnlyList<ThreadBest> Bests, IReadOnlyList<Ratio> Against) Threads()
    {
        const string One = "one image", Many = "an image in a batch";
        var counts = new ThreadCounts();
        foreach (int threads in ThreadCounts.Tried)
        {
            foreach (string name in Libraries.Concat(GeneratedClassifier.All.Select(entry => entry.Precision)))
            {
                bool isLibrary = Libraries.Contains(name);
                string engine = isLibrary ? name : $"DrawAot, {name}";
                if (threads == 1 || isLibrary) // a session classifies one image on one thread
                {
                    counts.Enter(One, engine, threads, 1, Classifying(name, 1, threads));
                }

                counts.Enter(Many, engine, threads, Batch, Classifying(name, Batch, threads));
            }
        }

        counts.Run(_options);
        return (counts.Bests(),
        [
            .. GeneratedClassifier.All.SelectMany(entry => new[] { One, Many }.Select(
                work => counts.Against($"{work}, {entry.Precision}", work, $"DrawAot, {entry.Precision}", RivalsOf(entry.Precision)))),
        ]);
    }

    /// <summary>Baselines that round no more than a precision does.</summary>
    private static string[] RivalsOf(string precision) => [.. Libraries.Where(name => name != OnnxInt8 || precision == "int8")];

    private IEnumerable<Ratio> Errors(Action<string> progress)
    {
        if (ClassifierErrors.TestImages() is not { } images)
        {
            progress($"Errors are not measured, since DRAWAOT_DATA names no folder with '{ClassifierErrors.Folder}'");
            yield break;
        }

        int count = Math.Min(_options.TestImages, images.Count);
        ErrorRate exact = ErrorOf("float32");
        foreach (string name in (string[])["bfloat16", "int8", OnnxInt8])
        {
            ErrorRate error = ErrorOf(name);
            yield return new Ratio(
                $"error in percent, {name}", "float32", error.Percent - exact.Percent, ErrorCost, IsCost: true, "",
                string.Create(CultureInfo.InvariantCulture, $"{error.Percent:F2} ± {error.StandardError:F2}% to {exact.Percent:F2} ± {exact.StandardError:F2}%, {count} test images"));
        }

        ErrorRate ErrorOf(string name)
        {
            using IClassifier classifier = Create(name, ClassifierErrors.Batch, Environment.ProcessorCount);
            return ClassifierErrors.Of(classifier, images, count);
        }
    }

    private void MeasureRoofs()
    {
        _rates.Measure();
        foreach (RoofOf roof in _roofs.Values)
        {
            roof.Measure(_rates);
        }
    }

    private IEnumerable<Ratio> Of(string precision)
    {
        foreach (int count in (int[])[1, Batch])
        {
            string own = Entry(precision, count), what = count == 1 ? $"one image, {precision}" : $"batch {Batch}, {precision}";
            string fastest = _contest.Fastest(RivalsOf(precision).Select(name => Entry(name, count)));
            if (count == 1)
            {
                yield return Faster(what, Steps, own, Entry(Steps, count), OverSteps);
            }

            yield return Faster(what, $"fastest baseline: {fastest[..fastest.LastIndexOf(',')]}", own, fastest, count == 1 ? OverFastest : 1);
            double roof = _roofs[own].Seconds, seconds = _contest.Seconds(own);
            yield return new Ratio(
                what, "the measured roof", roof / seconds, Targets.Roof, IsCost: false, "", $"{Milliseconds(roof)} to {Milliseconds(seconds)}");
        }
    }

    private Ratio Faster(string what, string against, string fast, string slow, double target) => new(
        what, against, _contest.Ratio(fast, slow), target, IsCost: false, "×",
        $"{Milliseconds(_contest.Seconds(fast))} to {Milliseconds(_contest.Seconds(slow))}");

    private RoofRow Row(string name, RoofOf roof) => new(
        name, _contest.Seconds(name), [.. roof.Phases.Zip(roof.PhaseSeconds, (phase, seconds) => new PhaseTime(phase.Name, seconds))]);

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:G3} ms");
}
