using System.CommandLine;
using DrawAot.Manifest;
using DrawAot.Torch;

namespace DrawAot.Trainer.Commands;

/// <summary><c>convert</c>: the same weights at another precision, as one more manifest beside a model's own.</summary>
internal sealed class ConvertCommand
{
    private readonly Option<string> _model = new("--model") { Description = "The model's manifest, NAME.draw.json.", Required = true };
    private readonly Option<WeightPrecision> _precision = SharedOptions.Choice<WeightPrecision>("--precision", "How to store the weights: float32, bfloat16 or int8.");
    private readonly Option<string?> _name = new("--name") { Description = "The new model's name; by default NAME_PRECISION." };

    public static Command Create()
    {
        var convert = new ConvertCommand();
        convert._precision.Required = true;
        Command command = new("convert", "Writes a manifest that stores the same weights in fewer bits. Nothing is trained anew.")
        {
            convert._model, convert._precision, convert._name,
        };
        command.SetAction(convert.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        ExportedModel model = ExportedModel.Load(parsed.GetRequiredValue(_model));
        WeightPrecision precision = parsed.GetValue(_precision);
        string name = parsed.GetValue(_name) ?? $"{model.Manifest.Name}_{precision.ToString().ToLowerInvariant()}";
        Console.WriteLine($"Wrote '{model.SaveAt(precision, name)}', of the same weights, '{model.WeightsPath}'.");
        return ExitCode.Done;
    }
}
