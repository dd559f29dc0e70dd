using System.Buffers.Binary;

namespace DrawAot.ImageFiles.Png;

/// <summary>Header of a PNG file, its first chunk.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Colour">What the samples are.</param>
/// <param name="IsInterlaced">Whether the pixels come in seven passes, as Adam7 says.</param>
internal sealed record PngHeader(uint Width, uint Height, int Depth, PngColourKind Colour, bool IsInterlaced)
{
    /// <summary>Samples of a pixel.</summary>
    public int Samples => Colour switch
    {
        PngColourKind.GreyAlpha => 2,
        PngColourKind.Rgb => 3,
        PngColourKind.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Reads the first chunk.</summary>
    /// <exception cref="ImageFault">It is another one, or says what the standard does not allow.</exception>
    public static PngHeader Parse(PngChunks chunks)
    {
        if (!chunks.MoveNext() || chunks.Kind != "IHDR" || chunks.Data.Length != 13)
        {
            throw new ImageFault("is a damaged PNG: it does not begin with a header of 13 bytes");
        }

        ReadOnlySpan<byte> data = chunks.Data;
        var header = new PngHeader(
            BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
            data[8], (PngColourKind)data[9], data[12] == 1);
        if (!AllowsDepth(header.Colour, header.Depth) || data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw new ImageFault(
                $"is a PNG of a kind that the standard does not know: depth {data[8]}, colours {data[9]}, " +
                $"compression {data[10]}, filter {data[11]}, interlace {data[12]}");
        }

        return header;
    }

    private static bool AllowsDepth(PngColourKind colour, int depth) => colour switch
    {
        PngColourKind.Grey => depth is 1 or 2 or 4 or 8 or 16,
        PngColourKind.Palette => depth is 1 or 2 or 4 or 8,
        PngColourKind.Rgb or PngColourKind.GreyAlpha or PngColourKind.RgbAlpha => depth is 8 or 16,
        _ => false,
    };
}
