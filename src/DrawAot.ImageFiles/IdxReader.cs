using System.Buffers.Binary;

namespace DrawAot.ImageFiles;

/// <summary>
/// Reads grey images from an IDX file, gzipped or not: a big-endian header (magic 0x00000803, count, rows, columns,
/// four bytes each), then one unsigned byte a pixel.
/// </summary>
public static class IdxReader
{
    private const uint ImageMagic = 0x0000_0803;
    private const int HeaderSize = 4 * sizeof(uint);

    /// <summary>Reads a whole file of one-channel images.</summary>
    /// <exception cref="ImageFileException">
    /// The file cannot be read, is no IDX file of images, or is shorter or longer than its header says.
    /// </exception>
    public static ImageSet Read(string path) => OpenedFile.ReadUnzipped(path, stream => Read(path, stream));

    private static ImageSet Read(string path, Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        int headerRead = stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (headerRead >= sizeof(uint) && magic != ImageMagic)
        {
            throw new ImageFileException(
                $"File '{path}' begins with 0x{magic:X8}, where 0x{ImageMagic:X8}, " +
                "the mark of an IDX file of images in bytes, is expected.");
        }

        if (headerRead < HeaderSize)
        {
            throw new ImageFileException($"File '{path}' ends within its IDX header, after {headerRead} bytes of {HeaderSize}.");
        }

        uint count = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
        UInt128 total = (UInt128)count * height * width;
        if (total == 0 || total > (UInt128)Array.MaxLength)
        {
            throw new ImageFileException(
                $"File '{path}' announces {count} images of {height}×{width}, " +
                $"where 1 to {Array.MaxLength} pixels in all are expected.");
        }

        byte[] pixels = new byte[(int)total];
        int read = stream.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false);
        if (read < pixels.Length)
        {
            throw new ImageFileException(
                $"File '{path}' ends after {read} pixels, " +
                $"where {count} images of {height}×{width} need {pixels.Length}.");
        }

        if (stream.ReadByte() >= 0)
        {
            throw new ImageFileException($"File '{path}' goes on after the {count} images that its header announces.");
        }

        return new ImageSet(pixels, channels: 1, (int)height, (int)width);
    }
}
