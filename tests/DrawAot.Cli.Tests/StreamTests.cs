using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using DrawAot.Models;

namespace DrawAot.Cli.Tests;

/// <summary>The standard input, paths that are no regular files, and unusual names.</summary>
public sealed class StreamTests(NativeProgram program)
{
    [Theory]
    [InlineData("cat digits.amat | \"$0\" score --json --input -")]
    [InlineData("gzip -c digits.amat | \"$0\" score --json --input /dev/stdin")]
    [InlineData("\"$0\" score --json --input - < digits.amat")]
    [InlineData("exec 5< digits.amat; \"$0\" score --json --input /dev/fd/5")]
    public async Task A_data_set_comes_over_a_stream(string script)
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 3);
        CommandResult result = await Shell(folder, script);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            DigitFiles.Scores(folder.Combine("digits.amat"), seed: 1),
            JsonDocument.Parse(result.Output).RootElement.GetProperty("scores").EnumerateArray().Select(score => score.GetProperty("nats").GetDouble()));
    }

    [Fact]
    public async Task A_picture_comes_over_a_stream()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SavePng(folder.Combine("digit.png"), DigitFiles.Digit(0));
        CommandResult piped = await Shell(folder, "cat digit.png | \"$0\" score --input -"), named = await Shell(folder, "\"$0\" score --input digit.png");
        Assert.Equal(named.Output.Replace("digit.png", "-", StringComparison.Ordinal), piped.Output);
    }

    [Fact]
    public async Task A_stream_without_end_is_read_no_further_than_asked_for()
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 1);
        CommandResult result = await Shell(folder, "yes \"$(cat digits.amat)\" | timeout 60 \"$0\" score --input - --first 3 --count 2");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("-[4]", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cat digits.amat |", "-")]
    [InlineData("", "digits.amat")]
    public async Task Reconstructions_need_no_known_number(string before, string input)
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 3);
        foreach (string output in (string[])["a.npy", "a.png", "a.apng --animate"])
        {
            CommandResult result = await Shell(folder, $"{before} \"$0\" reconstruct --input {input} --out {output}");
            Assert.True(result.ExitCode == 0, result.Error);
        }

        byte[] npy = folder["a.npy"];
        int header = 10 + BitConverter.ToUInt16(npy, 8);
        Assert.Contains("(3, 1, 28, 28, )", System.Text.Encoding.ASCII.GetString(npy, 0, header), StringComparison.Ordinal);
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] again = new float[Mnist.PixelCount];
        session.Reconstruct(DigitFiles.Digit(2), again);
        Assert.Equal(again, MemoryMarshal.Cast<byte, float>(npy.AsSpan(header))[(2 * Mnist.PixelCount)..].ToArray());
    }

    [Theory]
    [InlineData("score --input pipe")]
    [InlineData("score --input link")]
    [InlineData("score --input /dev/zero")]
    [InlineData("score --input .")]
    [InlineData("score --input - < /dev/zero")]
    [InlineData("score --input - <&-")]
    [InlineData("score --input - < .")]
    [InlineData("sample --count 1 --out pipe")]
    public async Task A_pipe_or_a_device_is_refused_at_once(string arguments)
    {
        using TemporaryFolder folder = new();
        CommandResult result = await Shell(folder, $"mkfifo pipe; ln -s pipe link; timeout 60 \"$0\" {arguments}");
        Assert.Equal(1, result.ExitCode);
        Assert.All(result.ErrorLines, line => Assert.EndsWith(".", line, StringComparison.Ordinal));
        Assert.NotEmpty(result.ErrorLines);
        Assert.Equal(["link", "pipe"], folder.FileNames);
    }

    [Fact]
    public async Task An_input_of_a_finished_command_is_not_waited_for()
    {
        using TemporaryFolder folder = new();
        CommandResult result = await Shell(folder, "true | { sleep 0.2; timeout 60 \"$0\" score --input /dev/stdin; }");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no image of a known kind", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sample --count 1 --out \"$(printf 'a\\377.png')\"", 2)]
    [InlineData("score --input \"$(printf 'a\\377.png')\"", 2)]
    [InlineData("score --input .", 1)]
    public async Task A_name_that_is_not_text_is_neither_misread_nor_written(string arguments, int exitCode)
    {
        using TemporaryFolder folder = new();
        CommandResult result = await Shell(folder, $"cp /dev/null \"$(printf 'a\\377.png')\"; \"$0\" {arguments}; code=$?; ls | wc -l; rm *; exit $code");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("not UTF-8", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal("1", result.Output.Trim());
    }

    [Fact]
    public async Task A_name_may_be_as_long_as_the_file_system_takes()
    {
        using TemporaryFolder folder = new();
        string name = new string('x', 251) + ".png";
        CommandResult result = await program.Run(folder.Path, "sample", "--count", "1", "--out", name);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal([name], folder.FileNames);

        result = await program.Run(folder.Path, "sample", "--count", "1", "--out", "x" + name);
        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.ErrorLines);
        Assert.Equal([name], folder.FileNames);
    }

    private Task<CommandResult> Shell(TemporaryFolder folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a POSIX shell.");
        return CommandResult.Of(new ProcessStartInfo("sh", ["-c", script, program.File]) { WorkingDirectory = folder.Path });
    }
}
