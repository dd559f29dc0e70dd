using System.CommandLine;
using System.CommandLine.Help;
using DrawAot.Torch;
using DrawAot.Trainer;
using DrawAot.Trainer.Commands;

RootCommand root = new("Trains DRAW models and exports them for DrawAot.")
{
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    ExportCommand.Create(),
    OnnxCommand.Create(),
    ImportCommand.Create(),
    ConvertCommand.Create(),
};

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    parsed.Invoke();
    return ExitCode.Usage;
}

try
{
    if (parsed.CommandResult.Command != root && parsed.Action is not HelpAction && LibTorch.EnsureLoadable() is string note)
    {
        Console.Error.WriteLine(note);
    }

    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception failure)
{
    Console.Error.WriteLine(failure.Message.ReplaceLineEndings(" "));
    return ExitCode.Failure;
}
