using System.CommandLine;
using DrawAot.Manifest;
using DrawAot.Torch;
using DrawAot.Torch.Onnx;

namespace DrawAot.Trainer.Commands;

/// <summary><c>onnx</c>: an exported model as ONNX files, for other runtimes.</summary>
internal sealed class OnnxCommand
{
    private readonly Option<string> _model = new("--model") { Description = "The model's manifest, NAME.draw.json.", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "Folder to write to.", Required = true };

    public static Command Create()
    {
        var onnx = new OnnxCommand();
        Command command = new("onnx", "Writes a DRAW model as two ONNX graphs, from latents to pictures and from images to their bound, or a classifier as one, from images to probabilities.")
        {
            onnx._model, onnx._out,
        };
        command.SetAction(onnx.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        ExportedModel model = ExportedModel.Load(parsed.GetRequiredValue(_model));
        string folder = parsed.GetRequiredValue(_out);
        if (model.Manifest is ClassifierManifest { Shape: ClassifierShape shape })
        {
            using var classifier = new ClassifierModule(shape);
            model.CopyTo(classifier);
            Console.WriteLine($"Wrote '{OnnxModel.SaveClassifier(classifier, model.Manifest.Name, folder)}'.");
            return ExitCode.Done;
        }

        using DrawModule module = model.ToModule();
        string sampler = OnnxModel.SaveSampler(module, model.Manifest.Name, folder);
        string scorer = OnnxModel.SaveScorer(module, model.Manifest.Name, folder);
        Console.WriteLine($"Wrote '{sampler}' and '{scorer}'.");
        return ExitCode.Done;
    }
}
