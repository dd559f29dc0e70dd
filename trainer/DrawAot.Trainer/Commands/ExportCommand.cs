using System.CommandLine;
using DrawAot.Manifest;
using DrawAot.Trainer.Runs;
using DrawAot.Trainer.TrainingLoop;

namespace DrawAot.Trainer.Commands;

/// <summary><c>export</c>: a run's latest weights, as its checkpoint has them, as a manifest and weights.</summary>
internal sealed class ExportCommand
{
    private readonly Option<string> _run = new("--run") { Description = "Folder of the run.", Required = true };
    private readonly Option<string> _out = new("--out") { Description = "Folder to write to.", Required = true };
    private readonly Option<string?> _name = new("--name") { Description = "The model's name; by default the run's." };

    public static Command Create()
    {
        var export = new ExportCommand();
        Command command = new(
            "export", "Exports the averaged weights of a run's checkpoint. Training itself exports its best epoch.")
        {
            export._run, export._out, export._name,
        };
        command.SetAction(export.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string folder = parsed.GetRequiredValue(_run);
        string? name = parsed.GetValue(_name);
        if (name is not null && !DrawManifest.IsValidName(name))
        {
            throw new TrainingException(
                $"--name is '{name}'; an identifier was expected: ASCII letters, digits and '_', no C# keyword.");
        }

        Console.WriteLine($"Wrote '{TrainingRun.Export(folder, name, parsed.GetRequiredValue(_out), Console.Error.WriteLine)}' and its weights.");
        return ExitCode.Done;
    }
}
