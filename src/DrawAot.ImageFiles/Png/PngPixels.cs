using System.IO.Compression;

namespace DrawAot.ImageFiles.Png;

/// <summary>Unpacks the pixels of a PNG file: zlib, then a filter a row, then samples of some bits, in one pass or seven.</summary>
internal static class PngPixels
{
    // Where the first pixel of each pass lies, and how far its next ones are from there.
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int StepX, int StepY)[] OnePass = [(0, 0, 1, 1)];

    /// <summary>Unpacks an image whose size has been checked; no more is unpacked than it needs.</summary>
    /// <returns>[Height, Width, red green blue alpha].</returns>
    /// <exception cref="ImageFault">The pixels are damaged, too few or too many.</exception>
    public static byte[] Unpack(Stream packed, PngHeader header, PngColours colours)
    {
        colours.RequireComplete();
        int height = (int)header.Height, width = (int)header.Width;
        byte[] pixels = new byte[4 * height * width];
        try
        {
            using var rows = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true);
            foreach ((int x, int y, int stepX, int stepY) in header.IsInterlaced ? Adam7 : OnePass)
            {
                var row = new PngRow(header, (width - x + stepX - 1) / stepX);
                for (int line = y; line < height && row.Width > 0; line += stepY)
                {
                    row.Read(rows);
                    for (int i = 0; i < row.Width; i++)
                    {
                        colours.Write(row.Samples(i), pixels.AsSpan(4 * (line * width + x + i * stepX), 4));
                    }
                }
            }

            // At the end, zlib's own checksum is compared too.
            return rows.ReadByte() < 0 ? pixels : throw new ImageFault("is a damaged PNG: it has more pixels than its size says");
        }
        catch (InvalidDataException damage)
        {
            throw new ImageFault("is a damaged PNG: its pixels cannot be unpacked", damage);
        }
    }
}
