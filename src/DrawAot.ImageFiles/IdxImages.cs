using System.Buffers.Binary;

namespace DrawAot.ImageFiles;

/// <summary>The images of an IDX file.</summary>
internal sealed class IdxImages : IDataSet
{
    private const uint ImageMagic = 0x0000_0803;
    private const int HeaderSize = 4 * sizeof(uint);
    private const int MostPixels = 1 << 24;

    private readonly OpenedFile _file;
    private readonly long _count;
    private long _read;

    private IdxImages(OpenedFile file, long count, int height, int width) => (_file, _count, Height, Width) = (file, count, height, width);

    public int Channels => 1;

    public int Height { get; }

    public int Width { get; }

    public long? Count => _count;

    /// <summary>Reads the header.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="size">The size that the images are required to have; any when left out.</param>
    /// <exception cref="ImageFileException">It is no header of images, announces another size, or the file has another length.</exception>
    public static IdxImages Begin(OpenedFile file, (int Height, int Width)? size)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        int headerRead = file.Contents.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (headerRead >= sizeof(uint) && magic != ImageMagic)
        {
            throw new ImageFileException(
                $"File '{file.Path}' begins with 0x{magic:X8}, where 0x{ImageMagic:X8}, " +
                "the mark of an IDX file of images in bytes, is expected.");
        }

        if (headerRead < HeaderSize)
        {
            throw new ImageFileException($"File '{file.Path}' ends within its IDX header, after {headerRead} bytes of {HeaderSize}.");
        }

        uint count = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
        if (size is (int expectedHeight, int expectedWidth) && (height != expectedHeight || width != expectedWidth))
        {
            throw new ImageFileException(
                $"File '{file.Path}' holds images {width} wide and {height} high, " +
                $"where {expectedWidth} wide and {expectedHeight} high is expected.");
        }

        if (count == 0 || height == 0 || width == 0 || (ulong)height * width > MostPixels)
        {
            throw new ImageFileException(
                $"File '{file.Path}' announces {count} images of {height}×{width}, " +
                $"where at least one image of 1 to {MostPixels} pixels is expected.");
        }

        var images = new IdxImages(file, count, (int)height, (int)width);
        if (file.Length is long length)
        {
            images.RequireLength(length - HeaderSize);
        }

        return images;
    }

    public bool TryRead(Span<byte> pixels)
    {
        if (_read == _count)
        {
            return _file.Contents.ReadByte() < 0 ? false : throw TooLong();
        }

        int read = _file.Contents.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false);
        if (read < pixels.Length)
        {
            throw TooShort((UInt128)_read * (uint)pixels.Length + (uint)read);
        }

        _read++;
        return true;
    }

    private void RequireLength(long pixels)
    {
        UInt128 expected = (UInt128)_count * (uint)Height * (uint)Width;
        if ((UInt128)pixels != expected)
        {
            throw (UInt128)pixels < expected ? TooShort((UInt128)pixels) : TooLong();
        }
    }

    private ImageFileException TooShort(UInt128 pixels) => new(
        $"File '{_file.Path}' ends after {pixels} pixels, " +
        $"where {_count} images of {Height}×{Width} need {(UInt128)_count * (uint)Height * (uint)Width}.");

    private ImageFileException TooLong() => new($"File '{_file.Path}' goes on after the {_count} images that its header announces.");
}
