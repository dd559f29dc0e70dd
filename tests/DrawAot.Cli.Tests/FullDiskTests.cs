using System.Diagnostics;

namespace DrawAot.Cli.Tests;

/// <summary>Full disks and streams: a sentence, exit code 1, and no unfinished file.</summary>
public sealed class FullDiskTests(NativeProgram program)
{
    [Theory]
    [InlineData("sheet.png")]
    [InlineData("array.npy")]
    [InlineData("film.png", "--animate")]
    public async Task A_file_that_becomes_too_large_is_not_left(string file, params string[] options)
    {
        using TemporaryFolder folder = new();
        CommandResult result = await Shell(
            folder, "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"", ["sample", "--out", file, .. options]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(file + ": ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(folder.FileNames);
    }

    [Fact]
    public async Task A_full_disk_is_named_and_nothing_is_left_on_it()
    {
        using TemporaryFolder folder = new();
        const string Mount = "mount -t tmpfs -o size=64k none . 2>/dev/null";
        CommandResult mounted = await Shell(folder, $"exec unshare -r -m sh -c '{Mount}'", []);
        Assert.SkipUnless(mounted.ExitCode == 0, "This system does not let this user mount a small disk.");
        CommandResult result = await Shell(
            folder,
            $"exec unshare -r -m sh -c '{Mount}; cd \"$PWD\"; \"$0\" \"$@\"; code=$?; ls; exit $code' \"$0\" \"$@\"",
            ["sample", "--count", "1000", "--out", "array.npy"]);
        Assert.Equal(1, result.ExitCode);
        string sentence = Assert.Single(result.ErrorLines);
        Assert.StartsWith("array.npy: ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("unfinished", sentence, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("--out", "/dev/full")]
    [InlineData("--animate", "--out", "/dev/full")]
    public async Task A_full_device_is_named(params string[] options)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs /dev/full.");
        using TemporaryFolder folder = new();
        CommandResult result = await program.Run(folder.Path, ["sample", "--count", "1", .. options]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("/dev/full: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("info", "--json")]
    [InlineData("sample", "--count", "1", "--preview")]
    public async Task A_full_output_stream_is_named(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs /dev/full.");
        using TemporaryFolder folder = new();
        CommandResult result = await Shell(folder, "exec \"$0\" \"$@\" > /dev/full", arguments);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The output stream cannot be written: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "sample", "--count", "1", "--out", "sheet.png")]
    [InlineData(1, "score", "--input", "none.png")]
    [InlineData(2, "sample", "--bogus")]
    public async Task A_full_error_stream_changes_no_exit_code(int exitCode, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Needs /dev/full.");
        using TemporaryFolder folder = new();
        Assert.Equal(exitCode, (await Shell(folder, "exec \"$0\" \"$@\" 2> /dev/full", arguments)).ExitCode);
    }

    [Fact]
    public async Task A_reader_that_has_gone_is_no_failure()
    {
        using TemporaryFolder folder = new();
        CommandResult result = await Shell(folder, "{ \"$0\" info; echo $? >&2; } | true", []);
        Assert.Equal("0", Assert.Single(result.ErrorLines));
    }

    [Fact]
    public async Task An_interrupted_program_leaves_no_file()
    {
        using TemporaryFolder folder = new();
        CommandResult result = await Shell(
            folder,
            """
            "$0" sample --count 2000000000 --out array.npy & program=$!
            until ls | grep -q array; do sleep 0.02; done
            kill -TERM $program; wait $program
            """,
            []);
        Assert.Equal(128 + 15, result.ExitCode);
        Assert.Empty(folder.FileNames);
    }

    private Task<CommandResult> Shell(TemporaryFolder folder, string script, string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a POSIX shell.");
        return CommandResult.Of(new ProcessStartInfo("sh", ["-c", script, program.File, .. arguments]) { WorkingDirectory = folder.Path });
    }
}
