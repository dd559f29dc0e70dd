using DrawAot.Bench.Latency;

namespace DrawAot.Torch.Tests.Bench;

/// <summary>Latencies of a program that prints what latency.c prints.</summary>
public sealed class LatencyTests
{
    private const string Script = """
        #!/bin/sh
        printf 'step 26.0 52.0 20\nstep 208.0 416.0 1\nempty-step 26.0 52.0 20\nsample 1000.0 1090.5 5\nempty-sample 1000.0 1090.5 5\n' > "$3"
        echo 'mnist 0.1.0 for x86-64-v4, memory locked'
        echo 'microseconds calls p50 p99 p99.9 max'
        echo "step $1 26.0 55.4 86.9 4111.0"
        echo "  empty $1 28.1 58.1 101.4 1521.0"
        echo "sample $2 1476.0 1742.0 1896.0 2576.0"
        echo "  empty $2 1511.0 1874.0 1958.0 5579.0"
        """;

    [Fact]
    public void Become_a_table_and_a_picture()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program is a shell script.");
        using var folder = new TemporaryFolder();
        string program = Executable(folder, Script), picture = Path.Combine(folder.Path, "latency.png");
        LatencySeries[] series = [.. LatencyProgram.Run(program, "quiet", 21, 5), .. LatencyProgram.Run(program, "busy", 21, 5)];

        LatencyReport.Draw(picture, series);

        Assert.Equal(["step", "empty-step", "sample", "empty-sample"], series[..4].Select(row => row.Call));
        Assert.Equal([new LatencyBin(0.026, 0.052, 20), new LatencyBin(0.208, 0.416, 1)], series[0].Bins);
        Assert.Equal((21, 26.0, 55.4, 86.9, 4111.0), (series[0].Calls, series[0].Median, series[0].Percentile99, series[0].Percentile999, series[0].Longest));
        string[] rows = LatencyReport.Table(series).Split('\n');
        Assert.Equal("| quiet   | step         | 21    | 26.0       | 55.4  | 86.9  | 4,111   |", rows[2]);
        Assert.Equal("| busy    | empty sample | 5     | 1,511      | 1,874 | 1,958 | 5,579   |", rows[^1]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(picture)[..4]);
    }

    [Fact]
    public void Are_not_taken_from_a_program_that_fails()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The program is a shell script.");
        using var folder = new TemporaryFolder();
        string program = Executable(folder, "#!/bin/sh\necho 'latency: no model' >&2\nexit 1\n");

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => LatencyProgram.Run(program, "quiet", 21, 5));

        Assert.Equal($"'{program}' ended with 1 and 0 rows: latency: no model", refusal.Message.Trim());
    }

    private static string Executable(TemporaryFolder folder, string script)
    {
        string path = Path.Combine(folder.Path, "latency");
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
