using System.CommandLine;
using DrawAot.Cli.Commands;

namespace DrawAot.Cli;

/// <summary>A program with commands: it does what its command line says, or says in one sentence why not.</summary>
internal static class CommandLineProgram
{
    /// <summary>Runs the program.</summary>
    /// <param name="root">Its own commands; <see cref="RootCommand.HelpName"/> is its name.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="prepare">Called before a command runs; gets the command line.</param>
    /// <returns>The answer to the shell.</returns>
    public static int Run(RootCommand root, string[] arguments, Action<ParseResult>? prepare = null)
    {
        root.Add(CompletionCommand.Create(root.HelpName!));
        root.Add(ManualCommand.Create(root));

        // A file may be called @sheet.png: no response files.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            UsageException.ThrowIfNotText(arguments);
            UsageException.ThrowIfAny(parsed);
            prepare?.Invoke(parsed);
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException wrong)
        {
            Command command = parsed.CommandResult.Command;
            Messages.Print(wrong.Message);
            Messages.Print($"Usage: see '{(command == root ? root.HelpName : $"{root.HelpName} {command.Name}")} --help'.");
            return ExitCode.Usage;
        }
        catch (Exception failure)
        {
            // Work that is shared among threads wraps what stopped it.
            Exception cause = failure is AggregateException { InnerExceptions: [var first, ..] } ? first : failure;
            Messages.Print(cause.Message);
            return ExitCode.Failure;
        }
    }
}
