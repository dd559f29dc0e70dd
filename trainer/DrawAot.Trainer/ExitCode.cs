namespace DrawAot.Trainer;

/// <summary>Exit codes.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary>Stopped because its terminal was closed, with everything saved: 128 + SIGHUP.</summary>
    public const int HungUp = 129;

    /// <summary>Stopped by Ctrl+C, with everything saved: 128 + SIGINT, as a shell expects.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM, likewise.</summary>
    public const int Terminated = 143;
}
