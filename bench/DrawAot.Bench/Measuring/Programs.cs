using System.Diagnostics;
using DrawAot.Bench.Baselines;

namespace DrawAot.Bench.Measuring;

/// <summary>Runs whole programs, from the start of the process to a picture in a file and the process's end.</summary>
internal static class Programs
{
    /// <summary>Path of the native program that the README publishes.</summary>
    public const string DefaultNative = "out/cli/drawaot";

    /// <summary>Has the native program draw a picture.</summary>
    /// <param name="program">Its path.</param>
    /// <returns>Seconds.</returns>
    public static double Native(string program) => Seconds(program, "png", output => ["sample", "--count", "1", "--seed", "1", "--out", output]);

    /// <summary>Has TorchSharp draw the same picture.</summary>
    /// <returns>Seconds.</returns>
    public static double Torch() => Seconds(
        Environment.ProcessPath!, "pgm",
        output => [typeof(Programs).Assembly.Location, TorchPicture.Command, ShippedFiles.ManifestPath, output]);

    private static double Seconds(string program, string extension, Func<string, string[]> arguments)
    {
        string output = Path.Combine(Path.GetTempPath(), Path.ChangeExtension(Path.GetRandomFileName(), extension));
        try
        {
            var start = new ProcessStartInfo(program, Arguments(program, arguments(output))) { RedirectStandardError = true };
            foreach (string setting in (ReadOnlySpan<string>)["DOTNET_TC_QuickJit", "DOTNET_TieredPGO"])
            {
                start.Environment[setting] = "1"; // as programs start by default, not as this one does
            }

            long began = Stopwatch.GetTimestamp();
            using Process process = Process.Start(start)!;
            string said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            return process.ExitCode == 0 && File.Exists(output)
                ? seconds
                : throw new InvalidOperationException($"'{program}' ended with {process.ExitCode} and no picture: {said}");
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>This program is started by its own executable, or by dotnet.</summary>
    private static string[] Arguments(string program, string[] arguments) =>
        program == Environment.ProcessPath && Path.GetFileNameWithoutExtension(program) != "dotnet" ? arguments[1..] : arguments;
}
