using System.CommandLine;

namespace DrawAot.Cli;

/// <summary>The program was called wrongly; the message is one sentence that says how.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>Refuses a command line that was not understood.</summary>
    public static void ThrowIfAny(ParseResult parsed)
    {
        if (parsed.Errors is [var error, ..])
        {
            // What nobody knows explains more than what is therefore missing.
            throw new UsageException(parsed.UnmatchedTokens is [string stray, ..]
                ? $"'{stray}' is no command, option or value that was expected here."
                : error.Message);
        }
    }
}
