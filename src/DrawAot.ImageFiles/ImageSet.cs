namespace DrawAot.ImageFiles;

/// <summary>
/// Images of one size, held as bytes: [Count, Channels, Height, Width], 0 for black and 255 for white.
/// A binary set uses only those two values.
/// </summary>
public sealed class ImageSet
{
    private readonly ReadOnlyMemory<byte> _pixels;

    /// <summary>Wraps pixels that are already in memory; they are not copied.</summary>
    /// <param name="pixels">The images one after another, each [channels, height, width].</param>
    /// <param name="channels">Planes per image, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">The bytes are not a whole number of such images.</exception>
    public ImageSet(ReadOnlyMemory<byte> pixels, int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);

        Int128 pixelCount = (Int128)channels * height * width;
        if (pixelCount > Array.MaxLength || pixels.Length % pixelCount != 0)
        {
            throw new ArgumentException(
                $"{pixels.Length} bytes are not a whole number of {channels}×{height}×{width} images.", nameof(pixels));
        }

        _pixels = pixels;
        Channels = channels;
        Height = height;
        Width = width;
        PixelCount = (int)pixelCount;
        Count = pixels.Length / PixelCount;
    }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>Planes per image: 1 for grey or binary, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>Rows per image.</summary>
    public int Height { get; }

    /// <summary>Columns per image.</summary>
    public int Width { get; }

    /// <summary>Values per image: Channels · Height · Width.</summary>
    public int PixelCount { get; }

    /// <summary>One image as bytes, [Channels, Height, Width].</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not in 0 … Count − 1.</exception>
    public ReadOnlySpan<byte> Pixels(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _pixels.Span.Slice(index * PixelCount, PixelCount);
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
        return new ImageSet(_pixels.Slice(start * PixelCount, count * PixelCount), Channels, Height, Width);
    }
}
