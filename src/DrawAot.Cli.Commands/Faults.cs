namespace DrawAot.Cli;

/// <summary>Faults of images: each is printed when it is found, and counted.</summary>
internal sealed class Faults
{
    /// <summary>Number of faults.</summary>
    public long Count { get; private set; }

    /// <summary>The program's answer to the shell.</summary>
    public int ExitCode => Count == 0 ? Cli.ExitCode.Done : Cli.ExitCode.Failure;

    /// <summary>Prints one.</summary>
    public void Add(string sentence)
    {
        Count++;
        Messages.Print(sentence);
    }
}
