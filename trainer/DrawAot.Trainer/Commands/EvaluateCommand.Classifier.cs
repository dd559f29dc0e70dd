using System.CommandLine;
using System.Globalization;
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

/// <content>The error of a classifier.</content>
internal sealed partial class EvaluateCommand
{
    private int MeasureError(ParseResult parsed, ExportedModel model, ClassifierManifest manifest)
    {
        RequireOwn(parsed, model, ModelKind.Classifier, _samples, _seed);
        TrainingData data = Open(parsed, manifest.Shape, parsed.GetValue(_data.Dataset) ?? Dataset.ClutteredMnist);
        TrainedFamily.Of(ModelKind.Classifier).Require(data);
        var dataset = (LabelledDataset)data;
        RequireSize(model, dataset);
        RequireClasses(model, manifest.Classes, dataset);
        string split = parsed.GetRequiredValue(_split);
        LabelledImages images = split switch
        {
            "train" => dataset.TrainAt(epoch: 0, seed: 1),
            "validation" => dataset.Validation,
            _ => dataset.Test,
        };
        ClassifierShape shape = manifest.Shape with { Glimpses = parsed.GetValue(_glimpses) ?? manifest.Shape.Glimpses };
        int count = Math.Min(images.Count, parsed.GetValue(_count) ?? images.Count);
        using IClassifierEvaluator evaluator = Evaluator(
            model, shape, parsed.GetRequiredValue(_engine), parsed.GetValue(_precision) ?? manifest.Precision, parsed.GetValue(_threads));
        IReadOnlyList<ErrorRate> errors = TrainingDisplay.Count(
            $"{shape.Glimpses} glimpses", count, done => ErrorMeasurement.Of(evaluator, images, count, done));

        var perGlimpse = new JsonArray([.. errors.Select(error => Math.Round(error.Percent, 3))]);
        JsonObject record = errors[^1].ToJson();
        record["errorPercentPerGlimpse"] = perGlimpse.DeepClone();
        record["imagesSha256"] = images.Sha256();
        if (parsed.GetValue(_json))
        {
            JsonObject figures = record.DeepClone().AsObject();
            (figures["dataset"], figures["split"], figures["targets"]) = (dataset.Name, split, dataset.Targets);
            (figures["engine"], figures["glimpses"]) = (parsed.GetRequiredValue(_engine), shape.Glimpses);
            Console.WriteLine(figures.ToJsonString());
        }
        else
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{dataset.Name} {split}, {count} images, {dataset.Targets}, {shape.Glimpses} glimpses: " +
                $"error {errors[^1].Percent:F2} ± {errors[^1].StandardError:F2}%"));
            Console.WriteLine($"after each glimpse: {string.Join(", ", errors.Select(error => error.Percent.ToString("F2", CultureInfo.InvariantCulture)))}%");
            Console.WriteLine($"SHA-256 of all {images.Count} images of the {split} set, as bytes: {(string)record["imagesSha256"]!}");
        }

        if (parsed.GetValue(_record))
        {
            ulong seed = parsed.GetValue(_testSeed);
            model.Training[split != "test" || seed == ClutterOptions.UsualSeed ? split : $"{split}Seed{seed}"] = record;
            model.SaveTraining();
        }

        return ExitCode.Done;
    }

    private static IClassifierEvaluator Evaluator(
        ExportedModel model, ClassifierShape shape, string engine, WeightPrecision precision, int threads)
    {
        torch.set_num_threads(threads);
        if (engine == Generated)
        {
            return new ClassifierGeneratedEvaluator(GeneratedCode.Load<IClassifierModel>(model, shape.Glimpses, precision), threads);
        }

        var module = new ClassifierModule(shape);
        model.CopyTo(module);
        if (engine == Torch)
        {
            return new ClassifierTorchEvaluator(module);
        }

        using (module)
        {
            return new ClassifierKernelEvaluator(shape, module.Flatten(), KernelBatch, threads);
        }
    }

    private static void RequireClasses(ExportedModel model, IReadOnlyList<string> classes, LabelledDataset dataset)
    {
        if (!classes.SequenceEqual(dataset.Classes))
        {
            throw new TrainingException(
                $"'{model.ManifestPath}' names {classes.Count} classes, {Some(classes)}; those of data set '{dataset.Name}' are {Some(dataset.Classes)}.");
        }

        static string Some(IReadOnlyList<string> labels) => labels.Count > 10 ? $"{string.Join(", ", labels.Take(10))}, …" : string.Join(", ", labels);
    }
}
