using SixLabors.ImageSharp.Formats.Png;

namespace DrawAot.ImageFiles.Tests;

/// <summary>PNG files that are damaged or of another size: always a sentence, never another exception.</summary>
public sealed class PngRefusalTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, Photograph.Height, Photograph.Width);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static MatrixTheoryData<PngColorType, PngInterlaceMode> Kinds { get; } =
        new(Enum.GetValues<PngColorType>(), Enum.GetValues<PngInterlaceMode>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_cut_anywhere_is_refused(PngColorType colours, PngInterlaceMode interlace)
    {
        byte[] file = Photograph.Png(colours, PngBitDepth.Bit8, interlace);
        for (int length = 4; length < file.Length; length++)
        {
            Refused(file[..length], Shape, $"is a PNG that ends too early, after {length} bytes.");
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Kinds))]
    public void A_file_with_any_bit_changed_is_refused(PngColorType colours, PngInterlaceMode interlace)
    {
        byte[] file = Photograph.Png(colours, PngBitDepth.Bit8, interlace);
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            byte[] changed = [.. file];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            string path = _folder.Write("a", changed);
            ImageFileException fault = Assert.Throws<ImageFileException>(() => ImageReader.Read(path, Shape));
            Assert.StartsWith($"File '{path}' is ", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(14, 9)]
    [InlineData(13, 10)]
    [InlineData(9, 13)]
    [InlineData(0, 9)]
    [InlineData(4_294_967_295, 4_294_967_295)]
    public void Another_size_is_refused_before_there_are_pixels(uint width, uint height)
    {
        // The file ends after its header: whatever looked further would say so.
        byte[] file = [.. PngBytes.Signature, .. PngBytes.Header(width, height, 8, 0)];
        Refused(file, Shape, $"is a PNG {width} wide and {height} high, where 13 wide and 9 high is expected.");
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(16, 3)]
    [InlineData(4, 2)]
    [InlineData(4, 4)]
    [InlineData(2, 6)]
    [InlineData(8, 1)]
    [InlineData(8, 255)]
    [InlineData(8, 0, 1)]
    [InlineData(8, 0, 0, 1)]
    [InlineData(8, 0, 0, 0, 2)]
    public void A_header_outside_the_standard_is_refused(byte depth, byte colours, byte compression = 0, byte filter = 0, byte interlace = 0)
    {
        Refused(
            PngBytes.Of(PngBytes.Header(1, 1, depth, colours, compression, filter, interlace), PngBytes.Pixels(0, 0)),
            new ImageShape(1, 1, 1),
            "is a PNG of a kind that the standard does not know: " +
            $"depth {depth}, colours {colours}, compression {compression}, filter {filter}, interlace {interlace}.");
    }

    [Fact]
    public void Pixels_are_unpacked_no_further_than_the_size_says()
    {
        // 64 MiB of zeros in 64 KiB.
        Refused(PngBytes.Grey(1, 1, new byte[1 << 26]), new ImageShape(1, 1, 1), "is a damaged PNG: it has more pixels than its size says.");
    }

    public static TheoryData<string, byte[]> Damages() => new()
    {
        { "it does not begin with a header of 13 bytes", PngBytes.Of() },
        { "it does not begin with a header of 13 bytes", PngBytes.Of(PngBytes.Pixels(0, 0)) },
        { "it does not begin with a header of 13 bytes", PngBytes.Of(PngBytes.Chunk("IHDR", 1, 2, 3)) },
        { "it has fewer pixels than its size says", PngBytes.Grey(1, 1) },
        { "it has fewer pixels than its size says", PngBytes.Grey(1, 1, 0) },
        { "it has fewer pixels than its size says", PngBytes.Of(PngBytes.Header(1, 1, 8, 0)) },
        { "it has more pixels than its size says", PngBytes.Grey(1, 1, 0, 1, 2) },
        { "a row has the filter 5, where 0 to 4 is expected", PngBytes.Grey(1, 1, 5, 0) },
        { "its pixels cannot be unpacked", PngBytes.Of(PngBytes.Header(1, 1, 8, 0), PngBytes.Chunk("IDAT", 1, 2, 3, 4, 5, 6)) },
        { "its palette is missing", PngBytes.Of(PngBytes.Header(1, 1, 8, 3), PngBytes.Pixels(0, 0)) },
        { "one palette of 1 to 256 colours is expected", PngBytes.Of(PngBytes.Header(1, 1, 8, 3), PngBytes.Chunk("PLTE", 1, 2), PngBytes.Pixels(0, 0)) },
        { "one palette of 1 to 256 colours is expected", PngBytes.Of(PngBytes.Header(1, 1, 8, 3), PngBytes.Chunk("PLTE"), PngBytes.Pixels(0, 0)) },
        { "one palette of 1 to 256 colours is expected", PngBytes.Of(PngBytes.Header(1, 1, 8, 3), PngBytes.Chunk("PLTE", new byte[771]), PngBytes.Pixels(0, 0)) },
        { "a pixel has colour 2 of a palette of 2", PngBytes.Of(PngBytes.Header(1, 1, 8, 3), PngBytes.Chunk("PLTE", 1, 2, 3, 4, 5, 6), PngBytes.Pixels(0, 2)) },
        { "3 bytes say what is transparent, which do not fit its colours", PngBytes.Of(PngBytes.Header(1, 1, 8, 0), PngBytes.Chunk("tRNS", 1, 2, 3), PngBytes.Pixels(0, 0)) },
        { "2 bytes say what is transparent, which do not fit its colours", PngBytes.Of(PngBytes.Header(1, 1, 8, 4), PngBytes.Chunk("tRNS", 1, 2), PngBytes.Pixels(0, 0, 0)) },
        { "the chunk at byte 33 has no name of four letters", PngBytes.Of(PngBytes.Header(1, 1, 8, 0), PngBytes.Chunk("a\nb\n")) },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_named(string expected, byte[] file) => Refused(file, new ImageShape(1, 1, 1), $"is a damaged PNG: {expected}.");

    [Theory]
    [InlineData("IHDR")]
    [InlineData("ABCD")]
    public void Chunks_that_cannot_be_passed_over_are_refused(string kind)
    {
        Refused(
            PngBytes.Of(PngBytes.Header(1, 1, 8, 0), PngBytes.Chunk(kind)),
            new ImageShape(1, 1, 1),
            $"is a PNG with the chunk '{kind}', which is unknown or in the wrong place.");
    }

    [Fact]
    public void A_file_copied_as_text_is_refused()
    {
        byte[] file = [.. PngBytes.Grey(1, 1, 0, 1).Where(value => value != '\r')];
        Refused(file, new ImageShape(1, 1, 1), "is a PNG whose first eight bytes were changed, as happens where files are copied as text.");
    }

    private void Refused(byte[] file, ImageShape shape, string expected)
    {
        string path = _folder.Write("a", file);
        ImageFileException fault = Assert.Throws<ImageFileException>(() => ImageReader.Read(path, shape));
        Assert.Equal($"File '{path}' {expected}", fault.Message);
    }
}
