using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using DrawAot.ImageFiles;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using DrawAot.Trainer.Training;
using TorchSharp;

namespace DrawAot.Trainer.Commands;

/// <summary><c>evaluate</c>: the bound of an exported model on a data set, in nats.</summary>
internal sealed class EvaluateCommand
{
    private readonly Option<string> _model = new("--model") { Description = "The model's manifest, NAME.draw.json.", Required = true };
    private readonly Option<string?> _dataset = SharedOptions.Dataset();
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<string> _split = new("--split") { Description = "Images to measure on.", DefaultValueFactory = _ => "test" };
    private readonly Option<int?> _glimpses = new Option<int?>("--glimpses") { Description = "Another number of glimpses than the manifest's." }.AtLeast(1);
    private readonly Option<int?> _count = new Option<int?>("--count") { Description = "The first so many images alone." }.AtLeast(1);
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seeds the latents' noise.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _record = new("--record") { Description = "Write the figures into the manifest's training block." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the figures, and those of every image, as JSON." };
    private readonly Option<int> _threads = SharedOptions.Threads();

    public static Command Create()
    {
        var evaluate = new EvaluateCommand();
        evaluate._dataset.Required = true;
        evaluate._split.AcceptOnlyFromAmong("train", "validation", "test");
        Command command = new("evaluate", "Measures the variational bound, in nats an image, with one sample of the latents each.")
        {
            evaluate._model, evaluate._dataset, evaluate._data, evaluate._split,
            evaluate._glimpses, evaluate._count, evaluate._seed, evaluate._record, evaluate._json, evaluate._threads,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(evaluate._record) && result.GetValue(evaluate._glimpses) is not null)
            {
                result.AddError("--record goes with the manifest's own number of glimpses, not with --glimpses.");
            }

            if (result.GetValue(evaluate._record) && result.GetValue(evaluate._count) is not null)
            {
                result.AddError("--record goes with all images of a split, not with --count.");
            }
        });
        command.SetAction(evaluate.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        ExportedModel model = ExportedModel.Load(parsed.GetRequiredValue(_model));
        Dataset dataset = Dataset.Open(parsed.GetValue(_dataset)!, parsed.GetValue(_data));
        string split = parsed.GetRequiredValue(_split);
        ImageSet images = split switch
        {
            "train" => dataset.Train,
            "validation" => dataset.Validation,
            _ => dataset.Test,
        };
        RequireSize(model, images);
        images = images.Slice(0, Math.Min(images.Count, parsed.GetValue(_count) ?? images.Count));
        torch.set_num_threads(parsed.GetValue(_threads));

        using DrawModule module = model.ToModule(parsed.GetValue(_glimpses));
        Bound bound = TrainingDisplay.Count(
            $"{module.Shape.Glimpses} glimpses", images.Count, done => Bound.Measure(module, images, parsed.GetValue(_seed), done));
        Console.WriteLine(parsed.GetValue(_json)
            ? Json(dataset, split, module.Shape.Glimpses, bound)
            : Line(dataset, split, module.Shape.Glimpses, bound));
        if (parsed.GetValue(_record))
        {
            model.Training[split] = TrainingRecord.Of(bound);
            model.SaveTraining();
        }

        return ExitCode.Done;
    }

    private static string Line(Dataset dataset, string split, int glimpses, Bound bound) => string.Create(
        CultureInfo.InvariantCulture,
        $"{dataset.Name} {split}, {bound.Scores.Count} images, targets {dataset.Targets}, {glimpses} glimpses: " +
        $"{bound.Nats:F2} ± {bound.StandardError:F2} nats (reconstruction {bound.Reconstruction:F2} + KL {bound.Divergence:F2})");

    private static string Json(Dataset dataset, string split, int glimpses, Bound bound) => new JsonObject
    {
        ["dataset"] = dataset.Name,
        ["split"] = split,
        ["targets"] = dataset.Targets,
        ["glimpses"] = glimpses,
        ["images"] = bound.Scores.Count,
        ["nats"] = bound.Nats,
        ["standardError"] = bound.StandardError,
        ["reconstruction"] = bound.Reconstruction,
        ["divergence"] = bound.Divergence,
        ["scores"] = new JsonArray([.. bound.Scores.Select(score => new JsonObject
        {
            ["nats"] = score.Nats,
            ["reconstruction"] = score.Reconstruction,
            ["divergence"] = score.Divergence,
        })]),
    }.ToJsonString();

    private static void RequireSize(ExportedModel model, ImageSet images)
    {
        (int c, int b, int a) = (model.Manifest.Shape.Channels, model.Manifest.Shape.Height, model.Manifest.Shape.Width);
        if ((c, b, a) != (images.Channels, images.Height, images.Width))
        {
            throw new TrainingException(
                $"'{model.ManifestPath}' is a model of {c}×{b}×{a} images (channels, height, width); " +
                $"the data set's are {images.Channels}×{images.Height}×{images.Width}.");
        }
    }
}
