namespace DrawAot.ImageFiles;

/// <summary>
/// Images of one size, held as bytes: [Count, Channels, Height, Width], 0 for black and 255 for white.
/// A binary set uses only those two values. The images need not lie in one piece, so all together may exceed an array.
/// </summary>
public sealed class ImageSet
{
    private readonly ReadOnlyMemory<ReadOnlyMemory<byte>> _images;

    /// <summary>Wraps pixels that are already in memory; they are not copied.</summary>
    /// <param name="pixels">The images one after another, each [channels, height, width].</param>
    /// <param name="channels">Planes per image, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">The bytes are not a whole number of such images.</exception>
    public ImageSet(ReadOnlyMemory<byte> pixels, int channels, int height, int width)
        : this(Images(pixels, channels, height, width), new ImageSize(channels, height, width))
    {
    }

    /// <summary>Wraps images that are already in memory; they are not copied.</summary>
    /// <param name="images">The images, each [channels, height, width].</param>
    /// <param name="channels">Planes per image, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">An image has another number of bytes.</exception>
    public ImageSet(IEnumerable<ReadOnlyMemory<byte>> images, int channels, int height, int width)
        : this(images.ToArray(), new ImageSize(channels, height, width))
    {
        Int128 pixelCount = PixelsOf(channels, height, width);
        for (int index = 0; index < Count; index++)
        {
            if (_images.Span[index].Length != pixelCount)
            {
                throw new ArgumentException(
                    $"Image {index} has {_images.Span[index].Length} bytes, where one of {channels}×{height}×{width} has {pixelCount}.", nameof(images));
            }
        }
    }

    private ImageSet(ReadOnlyMemory<ReadOnlyMemory<byte>> images, ImageSize size) =>
        (_images, Channels, Height, Width) = (images, size.Channels, size.Height, size.Width);

    /// <summary>Number of images.</summary>
    public int Count => _images.Length;

    /// <summary>Planes per image: 1 for grey or binary, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>Rows per image.</summary>
    public int Height { get; }

    /// <summary>Columns per image.</summary>
    public int Width { get; }

    /// <summary>Values per image: Channels · Height · Width.</summary>
    public int PixelCount => Channels * Height * Width;

    /// <summary>One image as bytes, [Channels, Height, Width].</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not in 0 … Count − 1.</exception>
    public ReadOnlySpan<byte> Pixels(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _images.Span[index].Span;
    }

    /// <summary>Writes one image as floats in [0, 1]; 0 and 255 become exactly 0 and 1.</summary>
    /// <param name="index">Which image, 0 … Count − 1.</param>
    /// <param name="pixels">Receives [Channels, Height, Width]; what lies beyond is left alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is shorter than PixelCount.</exception>
    public void CopyTo(int index, Span<float> pixels) => UnitInterval.Fill(Pixels(index), pixels);

    /// <summary>A run of these images as a set of its own, sharing the same memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The run is not within this set.</exception>
    public ImageSet Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new ImageSet(_images.Slice(start, count), Size);
    }

    /// <summary>Some of these images as a set of its own, sharing the same memory.</summary>
    /// <param name="indices">Which ones, in their new order.</param>
    /// <exception cref="IndexOutOfRangeException">A number is not in 0 … Count − 1.</exception>
    public ImageSet Select(IEnumerable<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new ImageSet(indices.Select(index => _images.Span[index]).ToArray(), Size);
    }

    private ImageSize Size => new(Channels, Height, Width);

    private static ReadOnlyMemory<byte>[] Images(ReadOnlyMemory<byte> pixels, int channels, int height, int width)
    {
        Int128 pixelCount = PixelsOf(channels, height, width);
        if (pixelCount > Array.MaxLength || pixels.Length % pixelCount != 0)
        {
            throw new ArgumentException(
                $"{pixels.Length} bytes are not a whole number of {channels}×{height}×{width} images.", nameof(pixels));
        }

        var images = new ReadOnlyMemory<byte>[pixels.Length / (int)pixelCount];
        for (int index = 0; index < images.Length; index++)
        {
            images[index] = pixels.Slice(index * (int)pixelCount, (int)pixelCount);
        }

        return images;
    }

    private static Int128 PixelsOf(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return (Int128)channels * height * width;
    }

    private readonly record struct ImageSize(int Channels, int Height, int Width);
}
