using System.CommandLine;
using DrawAot.Cli;
using DrawAot.Cli.Commands;

TextEncoding.Set();
var root = new RootCommand("Draws, reconstructs and scores images with DRAW models, and classifies them with glimpse classifiers.")
{
    SampleCommand.Create(),
    ReconstructCommand.Create(),
    ScoreCommand.Create(),
    ClassifyCommand.Create(),
    InfoCommand.Create(),
};
root.HelpName = "drawaot";

// A file may be called @sheet.png: no response files.
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
try
{
    UsageException.ThrowIfNotText(args);
    UsageException.ThrowIfAny(parsed);
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UsageException wrong)
{
    Command command = parsed.CommandResult.Command;
    Messages.Print(wrong.Message);
    string name = command == root ? root.HelpName : $"{root.HelpName} {command.Name}";
    Messages.Print($"Usage: see '{name} --help'.");
    return ExitCode.Usage;
}
catch (Exception failure)
{
    Messages.Print(failure.Message);
    return ExitCode.Failure;
}
