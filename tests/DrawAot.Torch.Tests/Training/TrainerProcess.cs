using System.Diagnostics;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The trainer as a program.</summary>
internal static class TrainerProcess
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end, or kills it after three minutes.</summary>
    public static TrainerOutcome Run(string folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        using var deadline = new Timer(_ => process.Kill(), state: null, LongestRun, Timeout.InfiniteTimeSpan);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new TrainerOutcome(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>Starts it in a folder.</summary>
    public static Process Start(string folder, IEnumerable<string> arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "drawaot-train.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };

        // Threads that wait by spinning would be in each other's way where tests share the machine.
        start.Environment["OMP_NUM_THREADS"] = "1";

        // As for the tests themselves: such short runs gain nothing from profiles.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
