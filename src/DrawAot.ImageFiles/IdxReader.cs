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
    private const int FirstBuffer = 1 << 20;

    /// <summary>Reads a whole file of one-channel images.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The size that the images are required to have; any when left out.</param>
    /// <exception cref="ImageFileException">
    /// The file cannot be read, is no IDX file of images, holds images of another size, or is shorter or longer than
    /// its header says.
    /// </exception>
    public static ImageSet Read(string path, (int Height, int Width)? size = null) =>
        OpenedFile.ReadUnzipped(path, stream => Read(path, stream, size));

    private static ImageSet Read(string path, Stream stream, (int Height, int Width)? size)
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

        if (size is (int expectedHeight, int expectedWidth) && (height != expectedHeight || width != expectedWidth))
        {
            throw new ImageFileException(
                $"File '{path}' holds images {width} wide and {height} high, " +
                $"where {expectedWidth} wide and {expectedHeight} high is expected.");
        }

        byte[] pixels = ReadAtMost(stream, (int)total);
        if (pixels.Length < (int)total)
        {
            throw new ImageFileException(
                $"File '{path}' ends after {pixels.Length} pixels, " +
                $"where {count} images of {height}×{width} need {total}.");
        }

        if (stream.ReadByte() >= 0)
        {
            throw new ImageFileException($"File '{path}' goes on after the {count} images that its header announces.");
        }

        return new ImageSet(pixels, channels: 1, (int)height, (int)width);
    }

    // A header may announce more than there is: memory grows with what has been read, not with what is announced.
    private static byte[] ReadAtMost(Stream stream, int total)
    {
        byte[] pixels = new byte[Math.Min(total, FirstBuffer)];
        int read = 0;
        while ((read += stream.ReadAtLeast(pixels.AsSpan(read), pixels.Length - read, throwOnEndOfStream: false)) == pixels.Length
            && read < total)
        {
            Array.Resize(ref pixels, (int)Math.Min(2L * read, total));
        }

        return read == pixels.Length ? pixels : pixels[..read];
    }
}
