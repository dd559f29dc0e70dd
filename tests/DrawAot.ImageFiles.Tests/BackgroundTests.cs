namespace DrawAot.ImageFiles.Tests;

/// <summary>Pictures that are transparent in part, read without alpha.</summary>
public sealed class BackgroundTests : IDisposable
{
    private static readonly byte[] BlackStroke = PngBytes.Pixels(0, 0, 255, 0, 0, 0, 128); // opaque, transparent, half

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, new byte[] { 0, 255, 127 })]
    [InlineData(ImageBackground.White, new byte[] { 0, 255, 127 })]
    [InlineData(ImageBackground.Black, new byte[] { 0, 0, 0 })]
    public void Black_strokes_on_transparency_are_seen(ImageBackground? background, byte[] expected) =>
        Assert.Equal(expected, Read(PngBytes.Of(PngBytes.Header(3, 1, 8, 4), BlackStroke), background));

    [Theory]
    [InlineData(null, new byte[] { 255, 255, 255 })]
    [InlineData(ImageBackground.Black, new byte[] { 255, 0, 128 })]
    public void White_strokes_on_transparency_are_seen_on_black(ImageBackground? background, byte[] expected) =>
        Assert.Equal(expected, Read(PngBytes.Of(PngBytes.Header(3, 1, 8, 4), PngBytes.Pixels(0, 255, 255, 255, 0, 255, 128)), background));

    [Theory]
    [InlineData(null, new byte[] { 0, 100, 50 })]
    [InlineData(ImageBackground.White, new byte[] { 0, 255, 127 })]
    [InlineData(ImageBackground.Black, new byte[] { 0, 0, 0 })]
    public void A_file_may_name_its_background(ImageBackground? background, byte[] expected) =>
        Assert.Equal(expected, Read(PngBytes.Of(PngBytes.Header(3, 1, 8, 4), PngBytes.Chunk("bKGD", 0, 100), BlackStroke), background));

    [Fact]
    public void Every_kind_of_file_may_name_its_background()
    {
        byte[] none = [0, 0, 0, 0];
        Assert.Equal([10, 20, 30], Colours(PngBytes.Of(
            PngBytes.Header(1, 1, 8, 6), PngBytes.Chunk("bKGD", 0, 10, 0, 20, 0, 30), PngBytes.Pixels([0, .. none]))));
        Assert.Equal([0x10, 0x20, 0x30], Colours(PngBytes.Of(
            PngBytes.Header(1, 1, 16, 6), PngBytes.Chunk("bKGD", 0x10, 0x10, 0x20, 0x20, 0x30, 0x30), PngBytes.Pixels([0, .. none, .. none]))));
        Assert.Equal([4, 5, 6], Colours(PngBytes.Of(
            PngBytes.Header(1, 1, 8, 3), PngBytes.Chunk("PLTE", 1, 2, 3, 4, 5, 6), PngBytes.Chunk("tRNS", 0), PngBytes.Chunk("bKGD", 1), PngBytes.Pixels(0, 0))));
        Assert.Equal([85, 85, 85], Colours(PngBytes.Of(
            PngBytes.Header(1, 1, 2, 0), PngBytes.Chunk("tRNS", 0, 3), PngBytes.Chunk("bKGD", 0, 1), PngBytes.Pixels(0, 0b11_000000))));
        Assert.Equal([9, 9, 9], Colours(PngBytes.Of(
            PngBytes.Header(1, 1, 8, 2), PngBytes.Chunk("tRNS", 0, 1, 0, 2, 0, 3), PngBytes.Chunk("bKGD", 0, 9, 0, 9, 0, 9), PngBytes.Pixels(0, 1, 2, 3))));
    }

    [Theory]
    [InlineData(new byte[] { 1 }, "1 bytes say what its background is, which do not fit its colours")]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6 }, "6 bytes say what its background is, which do not fit its colours")]
    public void A_background_of_other_colours_is_refused(byte[] background, string expected)
    {
        string path = _folder.Write("a", PngBytes.Of(PngBytes.Header(3, 1, 8, 4), PngBytes.Chunk("bKGD", background), BlackStroke));
        Assert.Equal(
            $"File '{path}' is a damaged PNG: {expected}.",
            Assert.Throws<ImageFileException>(() => ImageReader.Read(path, new ImageShape(1, 1, 3))).Message);
    }

    private byte[] Read(byte[] file, ImageBackground? background) =>
        ImageReader.Read(_folder.Write("a", file), new ImageShape(1, 1, 3), background);

    private byte[] Colours(byte[] file) => ImageReader.Read(_folder.Write("a", file), new ImageShape(3, 1, 1));
}
