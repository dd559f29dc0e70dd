using System.Globalization;
using System.Text.RegularExpressions;

namespace DrawAot.Native.Tests;

/// <summary>The promises of drawaot.h to programs that may not wait.</summary>
public sealed partial class PromiseTests(Installed installed)
{
    private const int CannotBeCounted = 77;

    private static readonly string[] Proof = ["realtime/proof.c", "realtime/trap.c"];

    [NativeFact]
    public async Task No_function_allocates_locks_faults_or_calls_the_system() =>
        await RequireProof(await installed.Compile([.. Proof, "realtime/draw_verbs.c"], "-fno-builtin"));

    [NativeFact]
    public async Task No_function_of_a_classifier_allocates_locks_faults_or_calls_the_system() =>
        await RequireProof(await installed.CompileForClassifier([.. Proof, "realtime/classifier_verbs.c"], "-fno-builtin"));

    /// <summary>The same proof fails where something does what it should not: so it can.</summary>
    [NativeFact]
    public async Task The_proof_notices_a_function_that_allocates() =>
        await RequireFailure(await installed.Compile([.. Proof, "realtime/draw_verbs.c"], "-fno-builtin", "-DSABOTAGE"), "sample");

    [NativeFact]
    public async Task The_proof_notices_a_function_of_a_classifier_that_allocates() =>
        await RequireFailure(await installed.CompileForClassifier([.. Proof, "realtime/classifier_verbs.c"], "-fno-builtin", "-DSABOTAGE"), "classify");

    /// <summary>The program takes its figures of the calls asked for and sorts them. The figures depend on the machine's other work.</summary>
    [NativeFact]
    public async Task Latencies_are_measured_against_an_empty_computation()
    {
        string program = await installed.Compile(["realtime/latency.c"]);
        string histogram = Path.GetTempFileName();
        CommandResult result = await installed.Run(program, "2000", "50", histogram);
        string[] bins = await File.ReadAllLinesAsync(histogram, TestContext.Current.CancellationToken);
        File.Delete(histogram);
        Assert.True(result.ExitCode == 0, result.Error);
        string[] rows = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
        Assert.Equal(["step 2000", "empty 2000", "sample 50", "empty 50"], rows.Select(row => string.Join(' ', Words(row)[..2])));
        double[][] times = [.. rows.Select(row => Words(row)[2..].Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];
        Assert.All(times, time => Assert.Equal(time.Order(), time));
        Assert.All(times, time => Assert.True(time is [> 0, _, _, _]));

        // Each call is in one bin, and the longest is in the last.
        string[] series = ["step", "empty-step", "sample", "empty-sample"];
        for (int k = 0; k < series.Length; k++)
        {
            string[][] own = [.. bins.Select(bin => bin.Split(' ')).Where(bin => bin[0] == series[k])];
            Assert.Equal(int.Parse(Words(rows[k])[1], CultureInfo.InvariantCulture), own.Sum(bin => int.Parse(bin[3], CultureInfo.InvariantCulture)));
            Assert.InRange(times[k][^1] * 1e3, double.Parse(own[^1][1], CultureInfo.InvariantCulture) - 100, double.Parse(own[^1][2], CultureInfo.InvariantCulture) + 100);
        }
    }

    [NativeFact]
    public async Task Latencies_are_not_measured_where_the_histogram_cannot_be_written()
    {
        string program = await installed.Compile(["realtime/latency.c"]);
        CommandResult result = await installed.Run(program, "20", "5", "/nowhere/histogram");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("latency: '/nowhere/histogram' cannot be written: No such file or directory", result.Error.Trim());
    }

    [NativeFact]
    public async Task A_loop_of_60_frames_a_second_draws_and_counts_missed_deadlines()
    {
        string program = await installed.Compile(["realtime/frames.c"]);
        CommandResult result = await installed.Run(program, "1", "2000");
        Assert.True(result.ExitCode == 0, result.Error);
        Match frames = Frames().Match(result.Output);
        Assert.True(frames.Success, result.Output);

        // Other tests keep the machine busy, so deadlines may be missed. The next test counts with a clock of its own.
        Assert.InRange(int.Parse(frames.Groups[1].Value, CultureInfo.InvariantCulture), 1, int.MaxValue);
    }

    /// <summary>With a clock that goes on by 1 ms with each reading: three glimpses a frame, and again after one that took 11 ms.</summary>
    [NativeFact]
    public async Task A_loop_of_frames_goes_on_after_a_glimpse_that_took_longer_than_a_frame_has()
    {
        string program = await installed.Compile(["realtime/frames.c"]);
        string clock = await installed.Compile(["realtime/ticking.c"], "-shared", "-fPIC");
        CommandResult steady = await installed.Run([("LD_PRELOAD", clock)], program, "1", "3999");
        CommandResult delayed = await installed.Run([("LD_PRELOAD", clock), ("HICCUP", "14")], program, "1", "3999");
        Assert.StartsWith("60 frames of 16.7 ms, 4.0 ms of each for drawing: 178 glimpses", steady.Required().Output, StringComparison.Ordinal);
        Assert.StartsWith("60 frames of 16.7 ms, 4.0 ms of each for drawing: 173 glimpses", delayed.Required().Output, StringComparison.Ordinal);
    }

    private async Task RequireProof(string program)
    {
        string counting = await installed.Compile(["realtime/counting.c"], "-shared", "-fPIC");
        CommandResult proof = await installed.Run([("LD_PRELOAD", counting)], program);
        Assert.SkipWhen(proof.ExitCode == CannotBeCounted, proof.Error);
        Assert.True(proof.ExitCode == 0, proof.Output + proof.Error);
        Assert.EndsWith("\nproved\n", proof.Output, StringComparison.Ordinal);
    }

    private async Task RequireFailure(string program, string function)
    {
        string counting = await installed.Compile(["realtime/counting.c"], "-shared", "-fPIC");
        CommandResult proof = await installed.Run([("LD_PRELOAD", counting)], program);
        Assert.SkipWhen(proof.ExitCode == CannotBeCounted, proof.Error);
        Assert.Equal(1, proof.ExitCode);
        Assert.Contains($"FAILED: {function} (", proof.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED: step", proof.Output, StringComparison.Ordinal);
    }

    private static string[] Words(string row) => row.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\A60 frames of 16\.7 ms, 2\.0 ms of each for drawing: (\d+) glimpses, \d+ pictures\n.*\nmissed deadlines: \d+\n\z")]
    private static partial Regex Frames();
}
