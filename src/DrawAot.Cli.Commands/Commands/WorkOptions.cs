using System.CommandLine;

namespace DrawAot.Cli.Commands;

/// <summary>Options of every command's work.</summary>
internal sealed class WorkOptions
{
    private const int MostThreads = 1024;

    private readonly Option<int> _threads = SharedOptions.Number("--threads", "N", "Threads that may compute; results do not depend on it.", 1, MostThreads);
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Show no progress and no name of what was written; faults are still said." };

    public void AddTo(Command command)
    {
        _threads.DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MostThreads);
        command.Add(_threads);
        command.Add(_quiet);
    }

    /// <summary>Makes the program as quiet as it was told to be.</summary>
    /// <returns>Threads that may compute.</returns>
    public int Apply(ParseResult parsed)
    {
        Messages.AreQuiet = parsed.GetValue(_quiet);
        return parsed.GetValue(_threads);
    }
}
