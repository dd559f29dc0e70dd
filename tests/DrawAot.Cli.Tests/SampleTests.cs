using BigGustave;
using DrawAot.Models;

namespace DrawAot.Cli.Tests;

/// <summary>The pictures of <c>drawaot sample</c>.</summary>
public sealed class SampleTests(NativeProgram program)
{
    [Fact]
    public async Task The_same_call_writes_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        await Draw(folder, "once.png", "--count", "64", "--seed", "1");
        await Draw(folder, "again.png");
        Assert.Equal(["again.png", "once.png"], folder.FileNames);
        Assert.Equal(folder["once.png"], folder["again.png"]);
    }

    [Fact]
    public async Task The_managed_program_writes_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        await Draw(folder, "native.png", "--count", "64", "--seed", "1");
        CommandResult managed = await program.RunManaged("sample", "--count", "64", "--seed", "1", "--out", folder.Combine("digits.png"));
        Assert.True(managed.ExitCode == 0, managed.Output + managed.Error);
        Assert.Equal(folder["native.png"], folder["digits.png"]);
    }

    [Fact]
    public async Task A_sheet_shows_what_the_library_draws()
    {
        using TemporaryFolder folder = new();
        await Draw(folder, "sheet.png", "--count", "11", "--seed", "7", "--first", "18446744073709551605", "--columns", "4");

        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] picture = new float[Mnist.PixelCount];
        Png sheet = Png.Open(folder["sheet.png"]);
        Assert.Equal((4 * Mnist.Width, 3 * Mnist.Height), (sheet.Width, sheet.Height));
        for (int k = 0; k < 12; k++)
        {
            if (k < 11)
            {
                session.Sample(seed: 7, index: 18446744073709551605 + (ulong)k, picture);
            }
            else
            {
                // The last place of the last row stays black.
                Array.Clear(picture);
            }

            Assert.Equal(picture.Select(value => (byte)(value * 255 + 0.5f)), Cut(sheet, k % 4, k / 4));
        }
    }

    [Fact]
    public async Task Two_halves_make_the_whole()
    {
        using TemporaryFolder folder = new();
        await Draw(folder, "whole.png", "--count", "64");
        await Draw(folder, "upper.png", "--count", "32", "--columns", "8");
        await Draw(folder, "lower.png", "--first", "32", "--count", "32", "--columns", "8");
        Png upper = Png.Open(folder["upper.png"]), lower = Png.Open(folder["lower.png"]);
        Assert.Equal(Pixels(Png.Open(folder["whole.png"])), Pixels(upper).Concat(Pixels(lower)));
    }

    [Fact]
    public async Task Seeds_and_numbers_make_pictures_differ()
    {
        using TemporaryFolder folder = new();
        await Draw(folder, "seed1.png", "--count", "2");
        await Draw(folder, "seed2.png", "--count", "2", "--seed", "2");
        Png first = Png.Open(folder["seed1.png"]), second = Png.Open(folder["seed2.png"]);
        Assert.NotEqual(Cut(first, 0, 0), Cut(first, 1, 0));
        Assert.NotEqual(Cut(first, 0, 0), Cut(second, 0, 0));
    }

    [Fact]
    public async Task Weights_from_a_file_draw_the_same()
    {
        using TemporaryFolder folder = new();
        await ShippedWeights.Save(folder.Combine("copy.safetensors"));
        await Draw(folder, "embedded.png", "--count", "4");
        await Draw(folder, "file.png", "--count", "4", "--model", "mnist", "--weights", "copy.safetensors");
        Assert.Equal(folder["embedded.png"], folder["file.png"]);
    }

    /// <summary>Weights of zeros leave the canvas at zero, and σ(0) is grey.</summary>
    [Fact]
    public async Task Weights_of_other_numbers_draw_other_pictures()
    {
        using TemporaryFolder folder = new();
        ShippedWeights.SaveZeros(folder.Combine("zeros.safetensors"), ShippedWeights.Shape);
        await Draw(folder, "grey.png", "--count", "1", "--weights", "zeros.safetensors");
        Assert.All(Pixels(Png.Open(folder["grey.png"])), pixel => Assert.Equal(128, pixel));
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.Combine("sheet.png"), "no picture", TestContext.Current.CancellationToken);
        await Draw(folder, "sheet.png", "--count", "1");
        Assert.Equal(["sheet.png"], folder.FileNames);
        Assert.Equal(Mnist.Width, Png.Open(folder["sheet.png"]).Width);
    }

    [Fact]
    public async Task A_device_stays_a_device()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no /dev/null.");
        using TemporaryFolder folder = new();
        await Draw(folder, "/dev/null", "--count", "1");
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Empty(folder.FileNames);
    }

    private async Task Draw(TemporaryFolder folder, string file, params string[] options)
    {
        CommandResult result = await program.Run(folder.Path, ["sample", "--out", file, .. options]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Empty(result.Output);
        Assert.Contains(file, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    private static IEnumerable<byte> Pixels(Png png) =>
        from y in Enumerable.Range(0, png.Height)
        from x in Enumerable.Range(0, png.Width)
        select png.GetPixel(x, y).R;

    /// <summary>The picture in a column and row of a sheet.</summary>
    private static IEnumerable<byte> Cut(Png sheet, int column, int row) =>
        from y in Enumerable.Range(row * Mnist.Height, Mnist.Height)
        from x in Enumerable.Range(column * Mnist.Width, Mnist.Width)
        select sheet.GetPixel(x, y).R;
}
