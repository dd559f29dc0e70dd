using System.Buffers.Binary;

namespace DrawAot.ImageFiles;

/// <summary>Orientation of the camera, as Exif states it (tag 0x0112): 1 for upright, 2 … 8 for the other turns and mirror images.</summary>
internal static class Orientation
{
    public const int Upright = 1;

    private const ushort Tag = 0x0112, Short = 3;
    private const int HeaderSize = 8, EntrySize = 12;

    /// <summary>Reads it from a TIFF block; upright where the block is damaged or says nothing, as viewers have it.</summary>
    public static int Of(ReadOnlySpan<byte> tiff)
    {
        bool bigEndian = tiff.StartsWith("MM\0*"u8);
        if (tiff.Length < HeaderSize || !(bigEndian || tiff.StartsWith("II*\0"u8)))
        {
            return Upright;
        }

        uint start = Number32(tiff[4..], bigEndian);
        if (start > tiff.Length - sizeof(ushort))
        {
            return Upright;
        }

        int count = Number16(tiff[(int)start..], bigEndian);
        ReadOnlySpan<byte> entries = tiff[((int)start + sizeof(ushort))..];
        for (int k = 0; k < count && entries.Length >= EntrySize; k++, entries = entries[EntrySize..])
        {
            if (Number16(entries, bigEndian) == Tag)
            {
                int value = Number16(entries[8..], bigEndian);
                return Number16(entries[2..], bigEndian) == Short && Number32(entries[4..], bigEndian) == 1 && value is >= 1 and <= 8
                    ? value
                    : Upright;
            }
        }

        return Upright;
    }

    /// <summary>The size of an image once it is upright.</summary>
    public static (long Height, long Width) Turned(long height, long width, int orientation) =>
        orientation >= 5 ? (width, height) : (height, width);

    /// <summary>Puts an image upright.</summary>
    /// <param name="pixels">[height, width, red green blue alpha], as it is stored.</param>
    /// <param name="height">Rows as stored.</param>
    /// <param name="width">Columns as stored.</param>
    /// <param name="orientation">1 … 8.</param>
    public static byte[] Turn(byte[] pixels, int height, int width, int orientation)
    {
        if (orientation == Upright)
        {
            return pixels;
        }

        byte[] turned = new byte[pixels.Length];
        (int rows, int columns) = orientation >= 5 ? (width, height) : (height, width);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                (int y, int x) = orientation switch
                {
                    2 => (row, width - 1 - column),
                    3 => (height - 1 - row, width - 1 - column),
                    4 => (height - 1 - row, column),
                    5 => (column, row),
                    6 => (height - 1 - column, row),
                    7 => (height - 1 - column, width - 1 - row),
                    _ => (column, width - 1 - row),
                };
                pixels.AsSpan(4 * (y * width + x), 4).CopyTo(turned.AsSpan(4 * (row * columns + column)));
            }
        }

        return turned;
    }

    private static ushort Number16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint Number32(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
