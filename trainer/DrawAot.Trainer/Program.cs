using System.CommandLine;
using System.CommandLine.Help;
using DrawAot.Torch;
using DrawAot.Trainer;
using DrawAot.Trainer.Commands;

RootCommand root = new("Trains DRAW models and glimpse classifiers and exports them for DrawAot.")
{
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    ExportCommand.Create(),
    OnnxCommand.Create(),
    ImportCommand.Create(),
    ConvertCommand.Create(),
};
root.HelpName = "drawaot-train";

ParseResult parsed = root.Parse(args);
if (parsed.Errors is [var error, ..])
{
    // An unknown word explains more than the option that is missing because of it.
    Command command = parsed.CommandResult.Command;
    string sentence = parsed.UnmatchedTokens is [string stray, ..] ? $"'{stray}' is no command, option or value that was expected here." : error.Message;
    string name = command == root ? root.HelpName : $"{root.HelpName} {command.Name}";
    Console.Error.WriteLine($"{sentence.ReplaceLineEndings(" ")} '{name} --help' lists what is.");
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
    // Work that is shared among threads wraps what stopped it.
    Exception cause = failure is AggregateException { InnerExceptions: [var first, ..] } ? first : failure;
    Console.Error.WriteLine(cause.Message.ReplaceLineEndings(" "));
    return ExitCode.Failure;
}
