using System.Buffers.Binary;
using System.Globalization;

namespace DrawAot.ImageFiles;

/// <summary>The images of an array that NumPy's <c>save</c> wrote: floats in [0, 1], rounded to bytes, bytes, or truth values.</summary>
internal sealed class NpyImages : IDataSet
{
    private const int NumbersInBuffer = 1 << 13;

    private readonly OpenedFile _file;
    private readonly NpyArray _array;
    private readonly NpyLayout _layout;
    private readonly byte[] _buffer;
    private long _read;

    private NpyImages(OpenedFile file, NpyArray array, NpyLayout layout) =>
        (_file, _array, _layout, _buffer) = (file, array, layout, new byte[NumbersInBuffer * array.ElementSize]);

    public int Channels => (int)_layout.Channels;

    public int Height => (int)_layout.Height;

    public int Width => (int)_layout.Width;

    public long? Count => _layout.Count;

    /// <summary>Reads the header.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="required">What the images are required to be, those in grey aside; any size when left out.</param>
    /// <exception cref="ImageFileException">It is no array of such images, or the file has another length than it says.</exception>
    public static NpyImages Begin(OpenedFile file, ImageShape? required)
    {
        NpyArray array = NpyArray.ReadHeader(file);
        NpyLayout layout = NpyLayout.Of(array.Shape, required) ?? throw new ImageFileException(
            $"File '{file.Path}' is an array of shape {array.ShapeText}, where {Expected(required)} are expected.");
        return new NpyImages(file, array, layout);
    }

    public bool TryRead(Span<byte> pixels)
    {
        if (_read == _layout.Count)
        {
            return _file.Contents.ReadByte() < 0
                ? false
                : throw new ImageFileException($"File '{_file.Path}' goes on after the {_layout.Count} images of its array {_array.ShapeText}.");
        }

        int plane = Height * Width, channels = Channels, pixelCount = channels * plane;
        for (int first = 0; first < pixelCount; first += NumbersInBuffer)
        {
            int count = Math.Min(NumbersInBuffer, pixelCount - first), size = _array.ElementSize;
            if (_file.Contents.ReadAtLeast(_buffer.AsSpan(0, count * size), count * size, throwOnEndOfStream: false) < count * size)
            {
                throw new ImageFileException($"File '{_file.Path}' ends within image {_read}, where its array {_array.ShapeText} has {_layout.Count}.");
            }

            for (int i = 0; i < count; i++)
            {
                int place = first + i;
                pixels[_layout.IsInterleaved ? place % channels * plane + place / channels : place] = Pixel(_buffer.AsSpan(i * size, size));
            }
        }

        _read++;
        return true;
    }

    private static string Expected(ImageShape? required) => required switch
    {
        null => "images, as in (n, height, width), (n, 3, height, width) or (n, height, width, 3),",
        { Channels: 1 } => $"images {required.Width} wide and {required.Height} high, as in (n, {required.Height}, {required.Width}),",
        _ => $"images {required.Width} wide and {required.Height} high, as in (n, {required.Channels}, {required.Height}, {required.Width}),",
    };

    private byte Pixel(ReadOnlySpan<byte> bytes)
    {
        double value;
        switch (_array.DataType)
        {
            case "u1":
                return bytes[0];
            case "b1":
                return bytes[0] == 0 ? byte.MinValue : byte.MaxValue;
            case "f2":
                value = (double)(_array.IsBigEndian ? BinaryPrimitives.ReadHalfBigEndian(bytes) : BinaryPrimitives.ReadHalfLittleEndian(bytes));
                break;
            case "f4":
                value = _array.IsBigEndian ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes);
                break;
            default:
                value = _array.IsBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
                break;
        }

        return value is >= 0 and <= 1
            ? (byte)(value * byte.MaxValue + 0.5)
            : throw new ImageFileException(string.Create(
                CultureInfo.InvariantCulture, $"File '{_file.Path}' holds the number {value} in image {_read}, where numbers from 0 to 1, or bytes, are expected."));
    }
}
