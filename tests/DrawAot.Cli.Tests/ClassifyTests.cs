using System.Globalization;
using System.Text.Json;
using DrawAot.Cli.Files;
using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Models;

namespace DrawAot.Cli.Tests;

/// <summary>The output of <c>drawaot classify</c>.</summary>
public sealed class ClassifyTests(NativeProgram program)
{
    private static readonly ClassifierManifest Manifest = ClassifierManifest.Parse(
        ShippedModels.Classifiers[0].ReadManifest(), ShippedModels.Classifiers[0].ManifestFile);

    [Fact]
    public async Task Classes_and_probabilities_are_the_librarys()
    {
        using TemporaryFolder folder = new();
        for (int k = 0; k < 4; k++)
        {
            Save(folder.Combine($"{k}.png"), Image(k));
        }

        JsonElement json = await Json(folder, 0, "--input", ".");

        Assert.Equal("cluttered", json.GetProperty("model").GetString());
        Assert.Equal(Manifest.Classes, json.GetProperty("classes").EnumerateArray().Select(label => label.GetString()!));
        Assert.Equal(4, json.GetProperty("count").GetInt64());
        using Cluttered model = Cluttered.LoadEmbedded();
        using Cluttered.Session session = model.CreateSession();
        float[] expected = new float[Cluttered.ClassCount];
        for (int k = 0; k < 4; k++)
        {
            JsonElement image = json.GetProperty("images")[k];
            int best = session.Classify(Image(k), expected);
            Assert.Equal(expected, image.GetProperty("probabilities").EnumerateArray().Select(value => value.GetSingle()));
            Assert.Equal(Manifest.Classes[best], image.GetProperty("class").GetString());
            Assert.Equal(expected[best], image.GetProperty("probability").GetSingle());
        }
    }

    [Fact]
    public async Task Lines_have_the_images_of_the_object()
    {
        using TemporaryFolder folder = new();
        Save(folder.Combine("a.png"), Image(1));
        Save(folder.Combine("c.png"), Image(2));
        await File.WriteAllTextAsync(folder.Combine("b.png"), "no image", TestContext.Current.CancellationToken);
        JsonElement json = await Json(folder, 1, "--input", ".");

        CommandResult lines = await program.Run(folder.Path, "classify", "--json-lines", "--input", ".");

        Assert.Equal(1, lines.ExitCode);
        Assert.Equal(
            json.GetProperty("images").EnumerateArray().Select(image => image.GetRawText()),
            lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Windows_are_those_of_the_glimpses()
    {
        using TemporaryFolder folder = new();
        Save(folder.Combine("a.png"), Image(1));
        JsonElement[] glimpses = [.. (await Json(folder, 0, "--input", "a.png")).GetProperty("images")[0].GetProperty("glimpses").EnumerateArray()];

        using Cluttered model = Cluttered.LoadEmbedded();
        using Cluttered.Session session = model.CreateSession();
        float[] probabilities = new float[Cluttered.ClassCount];
        session.Begin(Image(1));
        foreach (JsonElement glimpse in glimpses)
        {
            Assert.True(session.Step());
            int best = session.CopyProbabilities(probabilities);
            AttentionWindow window = session.ReadWindow!.Value;
            Assert.Equal(
                [window.CentreX, window.CentreY, window.Stride, window.Sigma, window.Intensity, probabilities[best]],
                ((string[])["centreX", "centreY", "stride", "sigma", "intensity", "probability"]).Select(name => glimpse.GetProperty(name).GetSingle()));
            Assert.Equal(Manifest.Classes[best], glimpse.GetProperty("class").GetString());
        }

        Assert.False(session.Step());
    }

    [Fact]
    public async Task Text_has_a_line_an_image()
    {
        using TemporaryFolder folder = new();
        Save(folder.Combine("a.png"), Image(1));
        Save(folder.Combine("b.png"), Image(2));
        JsonElement json = await Json(folder, 0, "--input", ".");

        CommandResult text = await program.Run(folder.Path, "classify", "--input", ".");

        Assert.Equal(0, text.ExitCode);
        Assert.Equal(
            json.GetProperty("images").EnumerateArray().Select(image => string.Create(
                CultureInfo.InvariantCulture,
                $"{image.GetProperty("class").GetString()}  {100 * image.GetProperty("probability").GetSingle(),6:F2} %  {image.GetProperty("name").GetString()}")),
            text.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_image_that_cannot_be_read_is_told_and_the_others_are_classified()
    {
        using TemporaryFolder folder = new();
        Save(folder.Combine("a.png"), Image(1));
        await File.WriteAllTextAsync(folder.Combine("b.png"), "no picture", TestContext.Current.CancellationToken);
        Save(folder.Combine("c.png"), Image(2));

        JsonElement json = await Json(folder, 1, "--input", ".");

        Assert.Equal(2, json.GetProperty("count").GetInt64());
        Assert.True(json.GetProperty("images")[0].TryGetProperty("class", out _));
        Assert.NotEmpty(json.GetProperty("images")[1].GetProperty("error").GetString()!);
        Assert.True(json.GetProperty("images")[2].TryGetProperty("class", out _));
    }

    [Fact]
    public async Task An_animation_has_the_image_and_a_still_a_glimpse()
    {
        using TemporaryFolder folder = new();
        Save(folder.Combine("a.png"), Image(1));
        Save(folder.Combine("b.png"), Image(2));

        CommandResult result = await program.Run(
            folder.Path, "classify", "--input", ".", "--out", "path.png", "--animate", "--columns", "2", "--scale", "1");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Wrote path.png, 200×100 pixels.", result.Error, StringComparison.Ordinal);
        byte[] file = await File.ReadAllBytesAsync(folder.Combine("path.png"), TestContext.Current.CancellationToken);
        int control = file.AsSpan().IndexOf("acTL"u8);
        Assert.Equal(Cluttered.Glimpses + 1, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(control + 4)));
    }

    /// <summary>Three stills: the image alone, a glimpse in the middle, and the last one, as in the whole animation.</summary>
    [Fact]
    public async Task A_filmstrip_of_few_stills_ends_with_the_last_glimpse()
    {
        using TemporaryFolder folder = new();
        Save(folder.Combine("a.png"), Image(1));
        foreach (string stills in (string[])["3", "9"])
        {
            CommandResult result = await program.Run(
                folder.Path, "classify", "--input", "a.png", "--out", $"{stills}.png", "--filmstrip", stills, "--scale", "1");
            Assert.Equal(0, result.ExitCode);
        }

        byte[] few = Pixels(folder.Combine("3.png"), 300), all = Pixels(folder.Combine("9.png"), 900);
        Assert.Equal(Part(all, 900, 0), Part(few, 300, 0));
        Assert.Equal(Part(all, 900, 4), Part(few, 300, 1));
        Assert.Equal(Part(all, 900, 8), Part(few, 300, 2));

        static byte[] Part(byte[] sheet, int width, int still) =>
            [.. Enumerable.Range(0, 100).SelectMany(row => sheet[(row * width * 3 + still * 300)..(row * width * 3 + still * 300 + 300)])];

        static byte[] Pixels(string path, int width)
        {
            using ImageInput input = ImageInput.Open(path, new ImageShape(3, 100, width));
            float[] planes = new float[3 * 100 * width];
            input.Images.Single().CopyTo(planes);
            return [.. Enumerable.Range(0, 100 * width).SelectMany(pixel => Enumerable.Range(0, 3).Select(channel => (byte)MathF.Round(planes[channel * 100 * width + pixel] * 255)))];
        }
    }

    [Fact]
    public async Task A_film_that_is_too_large_is_refused_before_anything_is_classified()
    {
        using TemporaryFolder folder = new();
        Save(folder.Combine("a.png"), Image(1));
        CommandResult result = await program.Run(
            folder.Path, "classify", "--input", "a.png", "--out", "x.png", "--filmstrip", "--scale", "100");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("at most 8192×8192", result.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_kind_of_model_is_refused()
    {
        CommandResult result = await program.Run(program.Folder, "classify", "--input", "a.png", "--model", "mnist");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            "The model 'mnist' is of another kind; one of cluttered, cluttered-bfloat16, cluttered-int8 was expected.", result.ErrorLines[0]);

        result = await program.Run(program.Folder, "sample", "--out", "a.png", "--model", "cluttered");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("The model 'cluttered' is of another kind; one of mnist, mnist-bfloat16, mnist-int8 was expected.", result.ErrorLines[0]);
    }

    [Theory]
    [InlineData("--animate and --filmstrip write a file; --out was expected with them.", "--animate")]
    [InlineData("--out is a film of the read window; --animate or --filmstrip was expected with it.", "--out", "a.png")]
    [InlineData("--columns and --scale lay out a film; --animate or --filmstrip was expected with them.", "--scale", "2")]
    public async Task Options_that_do_not_go_together_are_refused(string sentence, params string[] options)
    {
        using TemporaryFolder folder = new();
        Save(folder.Combine("in.png"), Image(1));
        CommandResult result = await program.Run(folder.Path, ["classify", "--input", "in.png", .. options]);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(sentence, result.ErrorLines[0]);
    }

    [Fact]
    public async Task Info_says_what_the_classifier_is()
    {
        CommandResult result = await program.Run(program.Folder, "info", "--model", "cluttered", "--json");
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(
            (100, 100, 8, 256, 12),
            (Int("width"), Int("height"), Int("glimpses"), Int("hidden"), Int("readAttention")));
        Assert.Equal(Manifest.Classes, json.GetProperty("classes").EnumerateArray().Select(label => label.GetString()!));
        Assert.Contains("10 classes", (await program.Run(program.Folder, "info", "--model", "cluttered")).Output, StringComparison.Ordinal);

        int Int(string name) => json.GetProperty(name).GetInt32();
    }

    private async Task<JsonElement> Json(TemporaryFolder folder, int exitCode, params string[] options)
    {
        CommandResult result = await program.Run(folder.Path, ["classify", "--json", .. options]);
        Assert.Equal(exitCode, result.ExitCode);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    /// <summary>An image of a bright patch, at a place of its own, in whole 255ths as a file keeps them.</summary>
    private static float[] Image(int number)
    {
        float[] image = new float[Cluttered.PixelCount];
        for (int y = 0; y < 28; y++)
        {
            for (int x = 0; x < 28; x++)
            {
                image[(20 * number + y) * Cluttered.Width + 15 * number + x] = (x * y + 7 * number) % 256 / 255f;
            }
        }

        return image;
    }

    private static void Save(string path, float[] image)
    {
        var sheet = new Sheet(Manifest.Shape, count: 1, columns: 1);
        sheet.Place(0, image);
        using FileStream stream = File.Create(path);
        Png.Write(stream, sheet);
    }
}
