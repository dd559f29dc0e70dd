using System.Text;

namespace DrawAot.ImageFiles.Tests;

/// <summary>Rules for one image of any kind.</summary>
public sealed class ImageReaderTests : IDisposable
{
    // Two pixels of red, green, blue and alpha.
    private static readonly byte[] Colourful = PngBytes.Of(PngBytes.Header(2, 1, 8, 6), PngBytes.Pixels(0, 10, 20, 30, 0, 255, 0, 7, 200));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, new byte[] { 255, 115 })]
    [InlineData(2, new byte[] { 18, 77, 0, 200 })]
    [InlineData(3, new byte[] { 255, 255, 255, 55, 255, 60 })]
    [InlineData(4, new byte[] { 10, 255, 20, 0, 30, 7, 0, 200 })]
    public void An_image_has_the_channels_asked_for(int channels, byte[] expected)
    {
        Assert.Equal(expected, ImageReader.Read(_folder.Write("a", Colourful), new ImageShape(channels, 1, 2)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Grey_stays_the_same_grey(int channels)
    {
        byte[] greys = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        byte[] colours = [.. greys.SelectMany(value => (byte[])[value, value, value])];
        byte[] file = PngBytes.Of(PngBytes.Header(256, 1, 8, 2), PngBytes.Pixels([0, .. colours]));

        byte[] planes = ImageReader.Read(_folder.Write("a", file), new ImageShape(channels, 1, 256));

        Assert.Equal(Enumerable.Repeat(greys, channels).SelectMany(plane => plane), planes);
    }

    [Fact]
    public void The_content_says_what_a_file_is()
    {
        Assert.Equal([18, 77, 0, 200], ImageReader.Read(_folder.Write("photograph.jpg", Colourful), new ImageShape(2, 1, 2)));
    }

    [Theory]
    [InlineData("", "is no image of a known kind: PNG or JPEG is expected.")]
    [InlineData("GIF89a", "is no image of a known kind: PNG or JPEG is expected.")]
    [InlineData("0 1\n", "may hold many images: one alone, PNG or JPEG, is expected.")]
    [InlineData("\0\0\u0008\u0003", "may hold many images: one alone, PNG or JPEG, is expected.")]
    public void Other_kinds_are_refused(string text, string expected)
    {
        string path = _folder.Write("a.png", Encoding.Latin1.GetBytes(text));
        Assert.Equal($"File '{path}' {expected}", Fault(path));
    }

    [Fact]
    public void Gzipped_images_are_refused()
    {
        string path = _folder.Write("a.png", TemporaryFolder.Gzip(Colourful));
        Assert.Equal($"File '{path}' is no image of a known kind: PNG or JPEG is expected.", Fault(path));
    }

    [Fact]
    public void A_file_that_is_not_there_or_a_folder_is_refused()
    {
        string absent = Path.Combine(_folder.Path, "absent");
        Assert.StartsWith($"File '{absent}' cannot be read: ", Fault(absent), StringComparison.Ordinal);
        Assert.StartsWith($"File '{_folder.Path}' cannot be read: ", Fault(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_file_is_refused_unread()
    {
        string path = _folder.Write("a", PngBytes.Grey(1, 1, 0, 0));
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength((1L << 26) + 1);
        }

        Assert.Equal($"File '{path}' has 67108865 bytes, where an image has 67108864 at most.", Fault(path));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(5, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 65_536, 65_536)]
    public void Impossible_shapes_are_no_shapes(int channels, int height, int width)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageShape(channels, height, width));
    }

    private static string Fault(string path) =>
        Assert.Throws<ImageFileException>(() => ImageReader.Read(path, new ImageShape(1, 1, 1))).Message;
}
