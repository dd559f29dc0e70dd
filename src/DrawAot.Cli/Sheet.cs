using DrawAot.Manifest;

namespace DrawAot.Cli;

/// <summary>Pictures side by side, row by row, as bytes of an image; black where there is none.</summary>
internal sealed class Sheet
{
    /// <summary>Pixels that a sheet may have on each side: what image viewers open, in little memory.</summary>
    public const int LargestSide = 8192;

    private readonly DrawShape _shape;
    private readonly int _columns;

    /// <summary>Lays out a black sheet.</summary>
    /// <exception cref="UsageException">It would be too large.</exception>
    public Sheet(DrawShape shape, int count, int columns)
    {
        long width = (long)columns * shape.Width, height = ((count - 1L) / columns + 1) * shape.Height;
        if (width > LargestSide || height > LargestSide)
        {
            throw new UsageException(
                $"{count} pictures in {columns} columns make a sheet of {width}×{height} pixels; " +
                $"at most {LargestSide}×{LargestSide} were expected, and --first goes on with another sheet.");
        }

        (_shape, _columns) = (shape, columns);
        (Count, Width, Height) = (count, (int)width, (int)height);
        Pixels = new byte[Height * Width * Channels];
    }

    public int Count { get; }

    public int Width { get; }

    public int Height { get; }

    public int Channels => _shape.Channels;

    /// <summary>The image [Height, Width, Channels].</summary>
    public byte[] Pixels { get; }

    /// <summary>Puts a picture [C, B, A] of values in [0, 1] into its place. Pictures do not touch each other's bytes.</summary>
    public void Place(int number, ReadOnlySpan<float> picture)
    {
        (int row, int column) = Math.DivRem(number, _columns);
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int y = 0; y < _shape.Height; y++)
            {
                ReadOnlySpan<float> values = picture.Slice((channel * _shape.Height + y) * _shape.Width, _shape.Width);
                int pixel = (row * _shape.Height + y) * Width + column * _shape.Width;
                for (int x = 0; x < values.Length; x++)
                {
                    Pixels[(pixel + x) * Channels + channel] = (byte)(values[x] * 255 + 0.5f);
                }
            }
        }
    }
}
