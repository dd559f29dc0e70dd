namespace DrawAot.ImageFiles;

/// <summary>The channels and the size that images are required to have.</summary>
public sealed record ImageShape
{
    private const int MostPixels = 1 << 28;

    /// <summary>States what is required.</summary>
    /// <param name="channels">Planes, 1 to 4: luminance; luminance, alpha; red, green, blue; red, green, blue, alpha.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or there are more than 2²⁸ pixels.</exception>
    public ImageShape(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)height * width, MostPixels, nameof(height));
        (Channels, Height, Width) = (channels, height, width);
    }

    /// <summary>Planes, 1 to 4.</summary>
    public int Channels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Values of an image: Channels · Height · Width.</summary>
    public int PixelCount => Channels * Height * Width;

    /// <summary>Whether the last plane is alpha.</summary>
    internal bool HasAlpha => Channels is 2 or 4;

    /// <summary>Refuses another size.</summary>
    /// <exception cref="ImageFault">The size is another.</exception>
    internal void RequireSize(string what, (long Height, long Width) size)
    {
        (long height, long width) = size;
        if (height != Height || width != Width)
        {
            throw new ImageFault($"{what} {width} wide and {height} high, where {Width} wide and {Height} high is expected");
        }
    }
}
