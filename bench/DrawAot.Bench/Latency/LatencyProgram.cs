using System.Diagnostics;
using System.Globalization;

namespace DrawAot.Bench.Latency;

/// <summary>The compiled <c>tests/consumers/realtime/latency.c</c>.</summary>
internal static class LatencyProgram
{
    /// <summary>The names of the calls in its histogram, in the order of its rows.</summary>
    private static readonly string[] Calls = ["step", "empty-step", "sample", "empty-sample"];

    /// <summary>Runs it to its end.</summary>
    /// <param name="path">The program.</param>
    /// <param name="condition">The condition of the machine, for the reader.</param>
    /// <param name="steps">Number of glimpses.</param>
    /// <param name="samples">Number of pictures.</param>
    /// <exception cref="InvalidOperationException">It ended with an error, or printed something else than expected.</exception>
    public static IReadOnlyList<LatencySeries> Run(string path, string condition, int steps, int samples)
    {
        string histogram = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(path, [$"{steps}", $"{samples}", histogram]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> said = process.StandardError.ReadToEndAsync();
            string[] rows = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            if (process.ExitCode != 0 || rows.Length != Calls.Length + 2)
            {
                throw new InvalidOperationException($"'{path}' ended with {process.ExitCode} and {rows.Length} rows: {said.Result}");
            }

            ILookup<string, LatencyBin> bins = File.ReadLines(histogram).Select(line => line.Split(' ')).ToLookup(
                words => words[0], words => new LatencyBin(Number(words[1]) / 1e3, Number(words[2]) / 1e3, (long)Number(words[3])));
            return [.. Calls.Zip(rows[2..], (call, row) => Of(condition, call, row, [.. bins[call]]))];
        }
        finally
        {
            File.Delete(histogram);
        }
    }

    private static LatencySeries Of(string condition, string call, string row, LatencyBin[] bins)
    {
        double[] numbers = [.. row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(Number)];
        return new LatencySeries(condition, call, (long)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], bins);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
