using DrawAot.Manifest;

namespace DrawAot.Cli;

/// <summary>Pictures side by side, row by row, as bytes of an image; black where there is none.</summary>
internal sealed class Sheet
{
    /// <summary>Pixels that a sheet may have on each side: what image viewers open, in little memory.</summary>
    public const int LargestSide = 8192;

    private readonly ModelShape _shape;
    private readonly int _columns;
    private readonly int _scale;

    /// <summary>Lays out a black sheet.</summary>
    /// <param name="shape">The sizes of the pictures.</param>
    /// <param name="count">How many there will be.</param>
    /// <param name="columns">How many in a row.</param>
    /// <param name="scale">Pixels of the sheet, along each side, for one of a picture.</param>
    /// <param name="colour">Whether the sheet has colours, whatever the pictures have.</param>
    /// <exception cref="UsageException">It would be too large.</exception>
    public Sheet(ModelShape shape, long count, long columns, int scale = 1, bool colour = false)
    {
        Int128 width = (Int128)columns * shape.Width * scale, height = ((count - 1) / columns + 1) * (Int128)shape.Height * scale;
        if (width > LargestSide || height > LargestSide)
        {
            throw new UsageException(
                $"{count} pictures in {columns} columns make a sheet of {width}×{height} pixels; " +
                $"at most {LargestSide}×{LargestSide} were expected" +
                (scale > 1 ? $", and each of a picture's pixels is {scale} wide." : ", and --first goes on with another sheet."));
        }

        (_shape, _columns, _scale) = (shape, (int)columns, scale);
        (Count, Width, Height) = ((int)count, (int)width, (int)height);
        Channels = colour ? 3 : shape.Channels;
        Pixels = new byte[Height * Width * Channels];
    }

    /// <summary>Number of pictures of a size that fit on the largest sheet.</summary>
    public static int MostPictures(ModelShape shape) => Math.Max(1, LargestSide / shape.Height) * Math.Max(1, LargestSide / shape.Width);

    public int Count { get; }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    /// <summary>The image [Height, Width, Channels].</summary>
    public byte[] Pixels { get; }

    /// <summary>Puts a picture [C, B, A] of values in [0, 1] into its place. Pictures do not touch each other's bytes.</summary>
    public void Place(int number, ReadOnlySpan<float> picture)
    {
        int plane = _shape.Height * _shape.Width;
        for (int channel = 0; channel < Channels; channel++)
        {
            // Grey is the same in red, green and blue; opacity has no place on a sheet with colours.
            int source = Channels == _shape.Channels || _shape.Channels > 2 ? channel : 0;
            PlaceChannel(number, channel, picture.Slice(source * plane, plane));
        }
    }

    /// <summary>Draws the border of a window on a picture, on a sheet with colours.</summary>
    /// <param name="number">The picture's place.</param>
    /// <param name="window">Where it lies, in pixels of the picture.</param>
    /// <param name="filters">N, its filters along each side.</param>
    /// <param name="colour">Red, green, blue.</param>
    public void Outline(int number, AttentionWindow window, int filters, (byte Red, byte Green, byte Blue) colour)
    {
        (int row, int column) = Math.DivRem(number, _columns);
        int left = column * _shape.Width * _scale, top = row * _shape.Height * _scale;
        var border = new Border(window, filters, _scale);
        for (int y = 0; y < _shape.Height * _scale; y++)
        {
            for (int x = 0; x < _shape.Width * _scale; x++)
            {
                if (border.Covers(x, y))
                {
                    int pixel = ((top + y) * Width + left + x) * Channels;
                    (Pixels[pixel], Pixels[pixel + 1], Pixels[pixel + 2]) = colour;
                }
            }
        }
    }

    private void PlaceChannel(int number, int channel, ReadOnlySpan<float> plane)
    {
        (int row, int column) = Math.DivRem(number, _columns);
        for (int y = 0; y < _shape.Height * _scale; y++)
        {
            ReadOnlySpan<float> values = plane.Slice(y / _scale * _shape.Width, _shape.Width);
            int pixel = (row * _shape.Height * _scale + y) * Width + column * _shape.Width * _scale;
            for (int x = 0; x < values.Length * _scale; x++)
            {
                Pixels[(pixel + x) * Channels + channel] = (byte)(values[x / _scale] * 255 + 0.5f);
            }
        }
    }
}
