using System.Runtime.InteropServices;
using System.Text.Json;
using BigGustave;
using DrawAot.Models;

namespace DrawAot.Cli.Tests;

/// <summary>The pictures that <c>drawaot reconstruct</c> and other commands write.</summary>
public sealed class ReconstructTests(NativeProgram program)
{
    [Theory]
    [InlineData(null)]
    [InlineData(5UL)]
    public async Task Originals_and_the_librarys_reconstructions_are_side_by_side(ulong? seed)
    {
        using TemporaryFolder folder = new();
        DigitFiles.SaveAmat(folder.Combine("digits.amat"), count: 6);
        string[] seeded = seed is null ? [] : ["--seed", $"{seed}"];
        await Run(folder, ["reconstruct", "--input", "digits.amat", "--first", "2", "--columns", "1", "--out", "pairs.png", .. seeded]);
        await Run(folder, ["reconstruct", "--input", "digits.amat", "--first", "2", "--out", "again.npy", .. seeded]);

        Png pairs = Png.Open(folder["pairs.png"]);
        float[] numbers = Numbers(folder["again.npy"]), again = new float[Mnist.PixelCount];
        Assert.Equal((2 * Mnist.Width, 4 * Mnist.Height), (pairs.Width, pairs.Height));
        Assert.Equal(4 * Mnist.PixelCount, numbers.Length);
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        for (int k = 0; k < 4; k++)
        {
            float[] digit = DigitFiles.Digit((ulong)(k + 2));
            if (seed is ulong chosen)
            {
                session.Reconstruct(digit, chosen, (ulong)(k + 2), again);
            }
            else
            {
                session.Reconstruct(digit, again);
            }

            Assert.Equal(again, numbers[(k * Mnist.PixelCount)..((k + 1) * Mnist.PixelCount)]);
            for (int i = 0; i < Mnist.PixelCount; i++)
            {
                (int y, int x) = Math.DivRem(i, Mnist.Width);
                Assert.Equal((byte)(digit[i] * 255), pairs.GetPixel(x, k * Mnist.Height + y).R);
                Assert.Equal((byte)(again[i] * 255 + 0.5f), pairs.GetPixel(Mnist.Width + x, k * Mnist.Height + y).R);
            }

            // A picture of the digit it was made from, more than of another.
            Assert.True(Distance(again, digit) < Distance(again, DigitFiles.Digit((ulong)(k + 20))) / 2);
        }
    }

    [Fact]
    public async Task Numbers_are_the_librarys_samples()
    {
        using TemporaryFolder folder = new();
        await Run(folder, "sample", "--count", "3", "--seed", "9", "--out", "samples.npy");
        float[] expected = new float[3 * Mnist.PixelCount];
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        session.SampleBatch(seed: 9, first: 0, expected);
        Assert.Equal(expected, Numbers(folder["samples.npy"]));
    }

    [Fact]
    public async Task A_bad_image_among_others_is_named_and_left_blank()
    {
        using TemporaryFolder folder = new();
        string digits = Directory.CreateDirectory(folder.Combine("digits")).FullName;
        DigitFiles.SavePng(Path.Combine(digits, "1.png"), DigitFiles.Digit(0));
        await File.WriteAllTextAsync(Path.Combine(digits, "2.png"), "no image", TestContext.Current.CancellationToken);
        foreach (string[] output in (string[][])[["--out", "x.npy"], ["--out", "x.png"], ["--animate", "--out", "x.apng"]])
        {
            CommandResult result = await program.Run(folder.Path, ["reconstruct", "--input", "digits", .. output]);
            Assert.Equal(1, result.ExitCode);
            Assert.Single(result.ErrorLines, line => line.Contains("2.png", StringComparison.Ordinal));
        }

        Assert.Equal(["digits", "x.apng", "x.npy", "x.png"], folder.FileNames);
        Assert.All(Numbers(folder["x.npy"])[Mnist.PixelCount..], number => Assert.True(float.IsNaN(number)));
    }

    [Fact]
    public async Task Json_says_what_was_written()
    {
        using TemporaryFolder folder = new();
        CommandResult result = await program.Run(folder.Path, "sample", "--count", "4", "--json", "--out", "x.png");
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("""{"file":"x.png","pictures":4,"width":56,"height":56}""", json.GetRawText());
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Info_as_json_says_what_the_text_does()
    {
        CommandResult result = await program.Run(program.Folder, "info", "--json");
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(Mnist.Glimpses, json.GetProperty("glimpses").GetInt32());
        Assert.Equal(Mnist.WeightsSha256, json.GetProperty("weightsSha256").GetString());
        Assert.True(json.GetProperty("sessionBytes").GetInt64() > 0);
    }

    [Fact]
    public async Task A_preview_that_no_terminal_shows_is_made_of_shades()
    {
        using TemporaryFolder folder = new();
        CommandResult result = await program.Run(folder.Path, "sample", "--count", "1", "--preview");
        Assert.Equal(0, result.ExitCode);
        string[] lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(Mnist.Height / 2, lines.Length);
        Assert.All(lines, line => Assert.Equal(Mnist.Width, line.TrimEnd('\r').Length));
        Assert.Contains("@", result.Output, StringComparison.Ordinal);
        Assert.Empty(folder.FileNames);
    }

    private static float[] Numbers(byte[] npy) => MemoryMarshal.Cast<byte, float>(npy.AsSpan(10 + BitConverter.ToUInt16(npy, 8))).ToArray();

    private static double Distance(float[] one, float[] other) => one.Zip(other, (a, b) => (a - b) * (a - b)).Sum();

    private async Task Run(TemporaryFolder folder, params string[] arguments)
    {
        CommandResult result = await program.Run(folder.Path, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
