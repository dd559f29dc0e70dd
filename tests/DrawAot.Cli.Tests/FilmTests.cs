using BigGustave;
using DrawAot.Models;

namespace DrawAot.Cli.Tests;

/// <summary>Filmstrips and animations of the native program.</summary>
public sealed class FilmTests(NativeProgram program)
{
    [Theory]
    [InlineData(10, "--filmstrip", "--scale", "1", "--out", "x.png")]
    [InlineData(10, "--scale", "1", "--out", "x.png", "--filmstrip")]
    [InlineData(5, "--filmstrip", "5", "--scale", "1", "--out", "x.png")]
    [InlineData(2, "--filmstrip=2", "--scale", "1", "--out", "x.png")]
    [InlineData(Mnist.Glimpses + 1, "--filmstrip", "2147483647", "--scale", "1", "--out", "x.png")]
    public async Task A_filmstrip_has_the_number_of_stills_asked_for(int stills, params string[] options)
    {
        using TemporaryFolder folder = new();
        await Draw(folder, ["--count", "3", .. options]);
        Png strip = Png.Open(folder["x.png"]);
        Assert.Equal((stills * Mnist.Width, 3 * Mnist.Height), (strip.Width, strip.Height));
    }

    [Fact]
    public async Task A_filmstrip_shows_each_canvas_and_the_window_moving_over_it()
    {
        const int Scale = 4, Stills = 9;
        using TemporaryFolder folder = new();
        await Draw(folder, "--count", "1", "--filmstrip", $"{Stills}", "--scale", $"{Scale}", "--out", "x.png");
        Png strip = Png.Open(folder["x.png"]);
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] picture = new float[Mnist.PixelCount];
        var outlines = new HashSet<string>();

        session.Begin(seed: 1, index: 0);
        for (int still = 0; still < Stills; still++)
        {
            while (session.Glimpse < still * Mnist.Glimpses / (Stills - 1))
            {
                session.Step();
            }

            session.CopyPicture(picture);
            Border? border = session.WriteWindow is AttentionWindow window
                ? new Border(window, session.Shape.WriteAttention!.Value, Scale)
                : null;
            var outline = new List<(int, int)>();
            for (int y = 0; y < Mnist.Height * Scale; y++)
            {
                for (int x = 0; x < Mnist.Width * Scale; x++)
                {
                    Pixel pixel = strip.GetPixel(still * Mnist.Width * Scale + x, y);
                    if (border?.Covers(x, y) is true)
                    {
                        outline.Add((x, y));
                        Assert.True(pixel.R > pixel.G && pixel.R > pixel.B, $"Still {still} has no border at {x}, {y}.");
                    }
                    else
                    {
                        byte grey = (byte)(picture[y / Scale * Mnist.Width + x / Scale] * 255 + 0.5f);
                        Assert.Equal((grey, grey, grey), (pixel.R, pixel.G, pixel.B));
                    }
                }
            }

            outlines.Add(string.Join(' ', outline));
        }

        // None before the first glimpse; a window may also leave the picture.
        Assert.InRange(outlines.Count, 3, Stills);
    }

    [Fact]
    public async Task An_animation_shows_last_what_the_filmstrip_does()
    {
        using TemporaryFolder folder = new();
        await Draw(folder, "--count", "1", "--filmstrip", "2", "--out", "strip.png");
        await Draw(folder, "--count", "1", "--animate", "--out", "film.png");
        Png film = Png.Open(folder["film.png"]), strip = Png.Open(folder["strip.png"]);
        Assert.Equal((strip.Width / 2, strip.Height), (film.Width, film.Height));
        for (int y = 0; y < film.Height; y++)
        {
            Assert.All(Enumerable.Range(0, film.Width), x => Assert.Equal(strip.GetPixel(film.Width + x, y), film.GetPixel(x, y)));
        }
    }

    [Theory]
    [InlineData("at a time", "--filmstrip", "--count", "2147483647", "--out", "x.png")]
    [InlineData("at a time", "--animate", "--count", "2147483647", "--scale", "1", "--out", "x.png")]
    [InlineData("at most 8192×8192", "--animate", "--columns", "2147483647", "--out", "x.png")]
    [InlineData("of a picture's pixels is 1000 wide", "--count", "1", "--scale", "1000", "--out", "x.png")]
    [InlineData("at most 8192×8192", "--scale", "2147483647", "--out", "x.png")]
    [InlineData("--filmstrip is '1'", "--filmstrip", "1", "--out", "x.png")]
    [InlineData("neither --filmstrip nor --preview", "--animate", "--filmstrip", "--out", "x.png")]
    [InlineData("--columns does not go with it", "--filmstrip", "--columns", "2", "--out", "x.png")]
    [InlineData("Neither --out nor --preview", "--animate")]
    [InlineData(".png or .apng", "--animate", "--out", "x.npy")]
    [InlineData(".png or .npy", "--out", "x.jpg")]
    [InlineData("--preview and --json", "--preview", "--json")]
    [InlineData("holds numbers", "--preview", "--out", "x.npy")]
    [InlineData("holds numbers", "--scale", "2", "--out", "x.npy")]
    [InlineData("holds numbers", "--columns", "2", "--out", "x.npy")]
    public async Task What_does_not_go_together_or_would_be_too_large_is_refused(string expected, params string[] options)
    {
        using TemporaryFolder folder = new();
        CommandResult result = await program.Run(folder.Path, ["sample", .. options]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(folder.FileNames);
    }

    private async Task Draw(TemporaryFolder folder, params string[] options)
    {
        CommandResult result = await program.Run(folder.Path, ["sample", .. options]);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
