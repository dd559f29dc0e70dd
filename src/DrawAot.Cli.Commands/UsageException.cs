using System.CommandLine;

namespace DrawAot.Cli;

/// <summary>The program was called wrongly; the message is one sentence that says how.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>
    /// Refuses arguments that are not UTF-8: the runtime puts U+FFFD in place of such bytes, and a file of another name
    /// would be read or written.
    /// </summary>
    public static void ThrowIfNotText(string[] arguments)
    {
        if (arguments.FirstOrDefault(argument => argument.Contains('\uFFFD', StringComparison.Ordinal)) is string garbled)
        {
            throw new UsageException($"'{garbled}' is not UTF-8, which is expected of arguments and names of files.");
        }
    }

    /// <summary>Refuses a command line that was not understood.</summary>
    public static void ThrowIfAny(ParseResult parsed)
    {
        if (parsed.Errors is [var error, ..])
        {
            // An unknown word explains more than the option that is missing because of it.
            throw new UsageException(parsed.UnmatchedTokens is [string stray, ..]
                ? $"'{stray}' is no command, option or value that was expected here{Spelling.Ending(stray, parsed.CommandResult.Command)}"
                : error.Message);
        }
    }
}
