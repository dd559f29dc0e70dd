using SixLabors.ImageSharp.Formats.Png;

namespace DrawAot.ImageFiles.Tests;

/// <summary>PNG files of every kind, read as another library reads them.</summary>
public sealed class PngReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<PngColorType, PngBitDepth, PngInterlaceMode> Kinds()
    {
        TheoryData<PngColorType, PngBitDepth, PngInterlaceMode> kinds = [];
        foreach (PngInterlaceMode interlace in Enum.GetValues<PngInterlaceMode>())
        {
            foreach (PngBitDepth depth in Enum.GetValues<PngBitDepth>())
            {
                kinds.Add(PngColorType.Grayscale, depth, interlace);
            }

            foreach (PngBitDepth depth in Enum.GetValues<PngBitDepth>().Where(depth => depth <= PngBitDepth.Bit8))
            {
                kinds.Add(PngColorType.Palette, depth, interlace);
            }

            foreach (PngBitDepth depth in (PngBitDepth[])[PngBitDepth.Bit8, PngBitDepth.Bit16])
            {
                kinds.Add(PngColorType.Rgb, depth, interlace);
                kinds.Add(PngColorType.GrayscaleWithAlpha, depth, interlace);
                kinds.Add(PngColorType.RgbWithAlpha, depth, interlace);
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_read(PngColorType colours, PngBitDepth depth, PngInterlaceMode interlace)
    {
        byte[] file = Photograph.Png(colours, depth, interlace);
        Assert.Equal(((byte)depth, (byte)colours, (byte)interlace), (file[24], file[25], file[28]));

        Assert.Equal(Photograph.Planes(file, 4), Read(file, new ImageShape(4, Photograph.Height, Photograph.Width)));
    }

    // The pixels count up; each row of each pass begins with its filter. A pass without pixels has no rows.
    [Theory]
    [InlineData(1, 1, new byte[] { 0, 0 })]
    [InlineData(1, 5, new byte[] { 0, 0, 0, 4, 0, 2, 0, 1, 3 })]
    [InlineData(5, 1, new byte[] { 0, 0, 0, 4, 0, 2, 0, 1, 0, 3 })]
    [InlineData(2, 3, new byte[] { 0, 0, 0, 2, 0, 1, 0, 3, 4, 5 })]
    public void Passes_without_pixels_are_passed_over(int height, int width, byte[] rows)
    {
        byte[] file = PngBytes.Of(PngBytes.Header((uint)width, (uint)height, 8, 0, 0, 0, 1), PngBytes.Pixels(rows));

        Assert.Equal(Enumerable.Range(0, height * width).Select(i => (byte)i), Read(file, new ImageShape(1, height, width)));
    }

    [Fact]
    public void Every_filter_is_undone()
    {
        // Three columns; each row: its filter, then differences. Worked out by hand.
        byte[] file = PngBytes.Grey(3, 6,
            0, 10, 20, 30,
            1, 5, 250, 1,      // left: 5, 255, 0
            2, 1, 1, 255,      // above: 6, 0, 255
            3, 10, 10, 10,     // average: 10 + 3, 10 + (13 + 0) / 2, 10 + (16 + 255) / 2
            4, 1, 2, 3,        // Paeth: 1 + 13, 2 + 16, 3 + 145
            4, 0, 0, 0);       // Paeth: 14, 18, 148

        Assert.Equal(
            [10, 20, 30, 5, 255, 0, 6, 0, 255, 13, 16, 145, 14, 18, 148, 14, 18, 148],
            Read(file, new ImageShape(1, 6, 3)));
    }

    [Fact]
    public void One_grey_may_be_transparent()
    {
        byte[] file = PngBytes.Of(PngBytes.Header(3, 1, 16, 0), PngBytes.Chunk("tRNS", 0x40, 0x01), PngBytes.Pixels(0, 0x40, 0x00, 0x40, 0x01, 0xFF, 0xFF));

        Assert.Equal([64, 64, 255, 255, 0, 255], Read(file, new ImageShape(2, 1, 3)));
    }

    [Fact]
    public void One_colour_may_be_transparent()
    {
        byte[] file = PngBytes.Of(PngBytes.Header(2, 1, 8, 2), PngBytes.Chunk("tRNS", 0, 1, 0, 2, 0, 3), PngBytes.Pixels(0, 1, 2, 3, 1, 2, 4));

        Assert.Equal([1, 1, 2, 2, 3, 4, 0, 255], Read(file, new ImageShape(4, 1, 2)));
    }

    [Fact]
    public void Colours_of_a_palette_are_opaque_where_nothing_else_is_said()
    {
        byte[] file = PngBytes.Of(
            PngBytes.Header(3, 1, 2, 3), PngBytes.Chunk("PLTE", 1, 2, 3, 4, 5, 6, 7, 8, 9), PngBytes.Chunk("tRNS", 0, 128), PngBytes.Pixels(0, 0b10_01_00_00));

        Assert.Equal([7, 4, 1, 8, 5, 2, 9, 6, 3, 255, 128, 0], Read(file, new ImageShape(4, 1, 3)));
    }

    [Fact]
    public void Pixels_may_lie_in_many_chunks_between_others()
    {
        byte[] zipped = PngBytes.Zipped([0, 1, 2, 3]);
        byte[] file = PngBytes.Of(
            [PngBytes.Header(3, 1, 8, 0), PngBytes.Chunk("tEXt", 65, 0, 66), .. zipped.Select(value => PngBytes.Chunk("IDAT", value)), PngBytes.Chunk("tIME")]);

        Assert.Equal([1, 2, 3], Read(file, new ImageShape(1, 1, 3)));
    }

    [Fact]
    public void What_follows_the_end_does_not_matter()
    {
        Assert.Equal([1, 2, 3], Read([.. PngBytes.Grey(3, 1, 0, 1, 2, 3), 9, 9], new ImageShape(1, 1, 3)));
    }

    private byte[] Read(byte[] file, ImageShape shape) => ImageReader.Read(_folder.Write("a", file), shape);
}
