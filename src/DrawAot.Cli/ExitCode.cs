namespace DrawAot.Cli;

/// <summary>What the program answers to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary>The answer where some of the images had faults, which are printed.</summary>
    public static int Of(IReadOnlyList<string> faults)
    {
        foreach (string fault in faults)
        {
            Messages.Print(fault);
        }

        return faults.Count == 0 ? Done : Failure;
    }
}
