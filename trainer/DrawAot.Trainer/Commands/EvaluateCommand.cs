using System.CommandLine;
using System.Globalization;
using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Evaluation;
using DrawAot.Trainer.Families;
using DrawAot.Trainer.Runs;
using DrawAot.Trainer.TrainingLoop;
using TorchSharp;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Trainer.Commands;

/// <summary><c>evaluate</c>: the bounds of an exported DRAW model on a data set, in nats, or the error of a classifier, in percent.</summary>
internal sealed partial class EvaluateCommand
{
    private const string Kernels = "kernels", Torch = "torch", Generated = "generated";
    private const int KernelBatch = 102;

    private readonly Option<string> _model = new("--model") { Description = "The model's manifest, NAME.draw.json.", Required = true };
    private readonly DataOptions _data = new();
    private readonly Option<string> _split = new("--split") { Description = "Images to measure on.", DefaultValueFactory = _ => "test" };
    private readonly Option<int?> _glimpses = SharedOptions.NumberOrNone("--glimpses", "Another number of glimpses than the manifest's.", ManifestLimits.Count);
    private readonly Option<int?> _count = SharedOptions.NumberOrNone("--count", "Number of images, the first of the split; all by default.", SharedOptions.Counts);
    private readonly Option<int> _samples = SharedOptions.Number(
        "--samples", "Samples k of the latents for each image; from 2 on, the bound is the importance-weighted one.", new NumberRange<int>(1, DrawSession.LargestSampleCount), usual: 1);
    private readonly Option<string> _engine = new("--engine") { Description = "What computes: the trainer's kernels, libtorch, or the code that the generator emits for the model.", DefaultValueFactory = _ => Kernels };
    private readonly Option<WeightPrecision?> _precision = SharedOptions.ChoiceOrNone<WeightPrecision>("--precision", "Another precision of the generated code than the manifest's.");
    private readonly Option<ulong> _seed = SharedOptions.Number("--seed", "Seeds the latents' noise.", SharedOptions.Seeds, usual: 1UL);
    private readonly Option<ulong> _testSeed = SharedOptions.Number(
        "--test-seed", "Seeds the clutter and the places of the test images of 'cluttered-mnist': another seed, another test set.", SharedOptions.Seeds, ClutterOptions.UsualSeed);
    private readonly Option<bool> _record = new("--record") { Description = "Write the figures into the manifest's training block." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the figures as JSON; for a DRAW model also those of every image." };
    private readonly Option<int> _threads = SharedOptions.Threads();

    public static Command Create()
    {
        var evaluate = new EvaluateCommand();
        evaluate._data.Dataset.Description += " By default what the files of --data are.";
        evaluate._split.AcceptOnlyFromAmong("train", "validation", "test");
        evaluate._engine.AcceptOnlyFromAmong(Kernels, Torch, Generated);
        Command command = new("evaluate", "Measures the variational or the importance-weighted bound, in nats an image, or the error of a classifier, in percent.");
        foreach (Option option in (ReadOnlySpan<Option>)
            [
                evaluate._model, .. evaluate._data.All, evaluate._split, evaluate._glimpses, evaluate._count, evaluate._samples,
                evaluate._engine, evaluate._precision, evaluate._seed, evaluate._testSeed, evaluate._record, evaluate._json, evaluate._threads,
            ])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(evaluate._data.Dataset) is null && result.GetResult(evaluate._data.Data) is null)
            {
                result.AddError("There are no images: --data with a file or folder, or --dataset, is needed.");
            }

            if (result.GetValue(evaluate._precision) is not null && result.GetValue(evaluate._engine) != Generated)
            {
                result.AddError("--precision goes with --engine generated: the others compute in float32.");
            }

            if (result.GetValue(evaluate._record) && result.GetValue(evaluate._precision) is not null)
            {
                result.AddError("--record goes with the manifest's own precision, not with --precision.");
            }

            if (result.GetValue(evaluate._record) && result.GetValue(evaluate._glimpses) is not null)
            {
                result.AddError("--record goes with the manifest's own number of glimpses, not with --glimpses.");
            }

            if (result.GetValue(evaluate._record) && result.GetValue(evaluate._count) is not null && result.GetValue(evaluate._samples) == 1)
            {
                result.AddError("--record goes with all images of a split, not with --count, unless --samples is more than 1.");
            }
        });
        command.SetAction(evaluate.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        ExportedModel model = ExportedModel.Load(parsed.GetRequiredValue(_model));
        return model.Manifest is ClassifierManifest classifier ? MeasureError(parsed, model, classifier) : MeasureBound(parsed, model, (DrawManifest)model.Manifest);
    }

    private int MeasureBound(ParseResult parsed, ExportedModel model, DrawManifest manifest)
    {
        RequireOwn(parsed, model, ModelKind.Draw, _testSeed, _data.Distractors, _data.DistractorWidth);
        TrainingData data = Open(parsed, manifest.Shape, parsed.GetValue(_data.Dataset) ?? DatasetKind.Of(parsed.GetValue(_data.Data)!));
        TrainedFamily.Of(ModelKind.Draw).Require(data);
        var dataset = (Dataset)data;
        string split = parsed.GetRequiredValue(_split);
        ImageSet images = split switch
        {
            "train" => dataset.Train,
            "validation" => dataset.Validation,
            _ => dataset.Test,
        };
        RequireSize(model, data);
        images = images.Slice(0, Math.Min(images.Count, parsed.GetValue(_count) ?? images.Count));
        int glimpses = parsed.GetValue(_glimpses) ?? manifest.Shape.Glimpses, samples = parsed.GetValue(_samples);
        ulong seed = parsed.GetValue(_seed);
        using IEvaluator evaluator = Evaluator(
            model, manifest.Shape with { Glimpses = glimpses }, parsed.GetRequiredValue(_engine), parsed.GetValue(_precision) ?? manifest.Precision,
            parsed.GetValue(_threads));
        var figures = new JsonObject
        {
            ["dataset"] = dataset.Name,
            ["split"] = split,
            ["targets"] = dataset.Targets,
            ["engine"] = parsed.GetRequiredValue(_engine),
            ["glimpses"] = glimpses,
            ["samples"] = samples,
            ["images"] = images.Count,
        };
        string line = string.Create(
            CultureInfo.InvariantCulture, $"{dataset.Name} {split}, {images.Count} images, targets {dataset.Targets}, {glimpses} glimpses: ");
        JsonObject record;
        if (samples == 1)
        {
            Bound bound = TrainingDisplay.Count($"{glimpses} glimpses", images.Count, done => Measurement.Of(evaluator, images, seed, done));
            line += string.Create(
                CultureInfo.InvariantCulture,
                $"{bound.Nats:F2} ± {bound.StandardError:F2} nats (reconstruction {bound.Reconstruction:F2} + KL {bound.Divergence:F2})");
            AddFigures(figures, bound);
            record = TrainingRecord.Of(bound);
        }
        else
        {
            MeanOverImages bound = TrainingDisplay.Count(
                $"{samples} samples", images.Count, done => Measurement.ImportanceWeighted(evaluator, images, samples, seed, done));
            line += string.Create(
                CultureInfo.InvariantCulture, $"{bound.Nats:F2} ± {bound.StandardError:F2} nats (importance-weighted, {samples} samples)");
            AddFigures(figures, bound);
            record = TrainingRecord.Of(bound);
        }

        Console.WriteLine(parsed.GetValue(_json) ? figures.ToJsonString() : line);
        if (parsed.GetValue(_record))
        {
            model.Training[samples == 1 ? split : $"{split}ImportanceWeighted{samples}"] = record;
            model.SaveTraining();
        }

        return ExitCode.Done;
    }

    private static IEvaluator Evaluator(ExportedModel model, DrawShape shape, string engine, WeightPrecision precision, int threads)
    {
        torch.set_num_threads(threads);
        if (engine == Generated)
        {
            return new GeneratedEvaluator(GeneratedCode.Load<IDrawModel>(model, shape.Glimpses, precision), threads);
        }

        var module = new DrawModule(shape);
        model.CopyTo(module);
        if (engine == Torch)
        {
            return new TorchEvaluator(module);
        }

        using (module)
        {
            return new KernelEvaluator(shape, module.Flatten(), KernelBatch, threads);
        }
    }

    private TrainingData Open(ParseResult parsed, ModelShape shape, string dataset) => _data.Open(parsed, new DatasetOptions(
        dataset,
        parsed.GetValue(_data.Data),
        DataOptions.Size(parsed.GetValue(_data.ImageSize)) ?? (shape.Width, shape.Height),
        parsed.GetValue(_data.Channels) ?? shape.Channels,
        new ClutterOptions(parsed.GetValue(_data.Distractors), parsed.GetValue(_data.DistractorWidth), TestSeed: parsed.GetValue(_testSeed))));

    /// <summary>Refuses options of another family than the model's, which would have no effect.</summary>
    private static void RequireOwn(ParseResult parsed, ExportedModel model, ModelKind kind, params ReadOnlySpan<Option> others)
    {
        foreach (Option option in others)
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw new TrainingException($"{option.Name} has no effect here: '{model.ManifestPath}' is {TrainedFamily.Of(kind).ModelName}.");
            }
        }
    }

    private static void AddFigures(JsonObject figures, Bound bound)
    {
        figures["nats"] = bound.Nats;
        figures["standardError"] = bound.StandardError;
        figures["reconstruction"] = bound.Reconstruction;
        figures["divergence"] = bound.Divergence;
        figures["scores"] = new JsonArray([.. bound.Scores.Select(score => new JsonObject
        {
            ["nats"] = score.Nats,
            ["reconstruction"] = score.Reconstruction,
            ["divergence"] = score.Divergence,
        })]);
    }

    private static void AddFigures(JsonObject figures, MeanOverImages bound)
    {
        figures["nats"] = bound.Nats;
        figures["standardError"] = bound.StandardError;
        figures["scores"] = new JsonArray([.. bound.Values.Select(nats => new JsonObject { ["nats"] = nats })]);
    }

    private static void RequireSize(ExportedModel model, TrainingData data)
    {
        DataFacts images = data.Facts;
        (int c, int b, int a) = (model.Manifest.ModelShape.Channels, model.Manifest.ModelShape.Height, model.Manifest.ModelShape.Width);
        if ((c, b, a) != (images.Channels, images.Height, images.Width))
        {
            throw new TrainingException(
                $"'{model.ManifestPath}' is a model of {c}×{b}×{a} images (channels, height, width); " +
                $"the data set's are {images.Channels}×{images.Height}×{images.Width}.");
        }
    }
}
