using System.Diagnostics;
using DrawAot.Manifest;

namespace DrawAot.Cli.Tests;

/// <summary>Refusals of the program: exit code 1 or 2, one sentence on the error stream, and no file is left.</summary>
public sealed class FailureTests(NativeProgram program)
{
    [Theory]
    [InlineData("Required command")]
    [InlineData("'paint'", "paint")]
    [InlineData("'--bogus'", "sample", "--out", "x.png", "--bogus", "3")]
    [InlineData("'sampel' is no command, option or value that was expected here; did you mean 'sample'?", "sampel", "--out", "x.png")]
    [InlineData("did you mean '--seed'?", "sample", "--out", "x.png", "--sed", "3")]
    [InlineData("did you mean '--columns'?", "sample", "--out", "x.png", "--Column=3")]
    [InlineData("--model is 'x.draw.json', and this program works with the models that are compiled into it: mnist", "sample", "--out", "x.png", "--model", "x.draw.json")]
    [InlineData("'stray'", "sample", "--out", "x.png", "stray")]
    [InlineData("--out", "sample")]
    [InlineData("--out", "sample", "--out")]
    [InlineData("--out", "sample", "--out", "")]
    [InlineData("'folder/'", "sample", "--out", "folder/")]
    [InlineData("--out", "sample", "--out", "x.png", "--out", "y.png")]
    [InlineData("--count is '0'", "sample", "--out", "x.png", "--count", "0")]
    [InlineData("--count is '-5'", "sample", "--out", "x.png", "--count", "-5")]
    [InlineData("--count is '1e3'", "sample", "--out", "x.png", "--count", "1e3")]
    [InlineData("--count is '99999999999'", "sample", "--out", "x.png", "--count", "99999999999")]
    [InlineData("at most 8192×8192", "sample", "--out", "x.png", "--count", "2147483647")]
    [InlineData("at most 8192×8192", "sample", "--out", "x.png", "--columns", "2147483647")]
    [InlineData("at most 8192×8192", "sample", "--out", "x.png", "--count", "2147483647", "--columns", "1")]
    [InlineData("--columns is '0'", "sample", "--out", "x.png", "--columns", "0")]
    [InlineData("--seed is '-1'", "sample", "--out", "x.png", "--seed", "-1")]
    [InlineData("--seed is '18446744073709551616'", "sample", "--out", "x.png", "--seed", "18446744073709551616")]
    [InlineData("--first", "sample", "--out", "x.png", "--first", "18446744073709551615", "--count", "2")]
    [InlineData("--background is 'grey'; black or white was expected", "score", "--input", "x.png", "--background", "grey")]
    [InlineData("--draws is '0'", "score", "--input", "x.png", "--draws", "0")]
    [InlineData("'x\uFFFD.png' is not UTF-8", "sample", "--out", "x\uFFFD.png")]
    [InlineData("known here: mnist", "sample", "--out", "x.png", "--model", "nothing")]
    [InlineData("known here: mnist", "info", "--model", "two\nlines")]
    public async Task Wrong_usage_is_explained(string expected, params string[] arguments)
    {
        using TemporaryFolder folder = new();
        CommandResult result = await program.Run(folder.Path, arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Collection(
            result.ErrorLines,
            message => IsSentenceWith(expected, message),
            hint => Assert.Matches("^Usage: see 'drawaot( sample| info| score| classify)? --help'[.]$", hint.TrimEnd()));
        Assert.Empty(folder.FileNames);
    }

    [Theory]
    [InlineData("there is no folder", "nowhere/sheet.png")]
    [InlineData("there is no folder", "file.txt/sheet.png")]
    [InlineData("this is a folder", ".")]
    public async Task A_path_that_cannot_be_written_is_refused(string expected, string path)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.Combine("file.txt"), "no folder", TestContext.Current.CancellationToken);
        await Refuses(folder, path, expected, "--out", path);
    }

    [Fact]
    public async Task A_file_that_cannot_be_replaced_is_refused_and_stays()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "Needs a file that not even an administrator can replace.");
        using TemporaryFolder folder = new();
        await Refuses(folder, "/proc/version", "/proc/version", "--out", "/proc/version");
        Assert.NotEmpty(await File.ReadAllTextAsync("/proc/version", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Weights_that_are_not_there_are_refused()
    {
        using TemporaryFolder folder = new();
        await Refuses(folder, "none.safetensors", "Could not find", "--out", "x.png", "--weights", "none.safetensors");
    }

    [Fact]
    public async Task A_folder_of_weights_is_refused()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.Combine("weights"));
        await Refuses(folder, "weights", "this is a folder", "--out", "x.png", "--weights", "weights");
    }

    /// <summary>Opening a pipe without a writer would wait for ever.</summary>
    [Fact]
    public async Task A_pipe_of_weights_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are told from files on Linux.");
        using TemporaryFolder folder = new();
        using (Process process = Process.Start("mkfifo", [folder.Combine("weights")]))
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await Refuses(folder, "weights", "this is a pipe; a weights file was expected", "--out", "x.png", "--weights", "weights");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(100000)]
    public async Task Truncated_weights_are_refused(int length)
    {
        using TemporaryFolder folder = new();
        await ShippedWeights.Save(folder.Combine("half.safetensors"), length);
        await Refuses(folder, "half.safetensors", "expected", "--out", "x.png", "--weights", "half.safetensors");
    }

    [Fact]
    public async Task Weights_of_another_shape_are_refused()
    {
        using TemporaryFolder folder = new();
        DrawShape other = ShippedWeights.Shape with { DecoderHidden = ShippedWeights.Shape.DecoderHidden / 2 };
        ShippedWeights.SaveZeros(folder.Combine("other.safetensors"), other);
        await Refuses(folder, "other.safetensors", "shape", "--out", "x.png", "--weights", "other.safetensors");
    }

    private async Task Refuses(TemporaryFolder folder, string file, string expected, params string[] options)
    {
        string[] before = folder.FileNames;
        CommandResult result = await program.Run(folder.Path, ["sample", "--count", "1", .. options]);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        string message = Assert.Single(result.ErrorLines);
        IsSentenceWith(expected, message);
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.Equal(before, folder.FileNames);
    }

    private static void IsSentenceWith(string expected, string message)
    {
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Matches("[.?]$", message.TrimEnd());
    }
}
