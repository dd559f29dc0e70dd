namespace DrawAot.ImageFiles;

/// <summary>How images lie in an array.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Channels">Planes of each.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="IsInterleaved">Whether the channels of a pixel lie side by side: [Height, Width, Channels].</param>
internal sealed record NpyLayout(long Count, int Channels, int Height, int Width, bool IsInterleaved)
{
    /// <summary>The most rows or columns of an image whose size only the array says.</summary>
    private const int MostSide = 1 << 12;

    /// <summary>Numbers of an image.</summary>
    public int PixelCount => Channels * Height * Width;

    /// <summary>The first of these that an array's dimensions fit, and images of a required shape.</summary>
    /// <param name="shape">The dimensions.</param>
    /// <param name="required">What images are required to be, grey ones aside; null for any that are grey or have three channels.</param>
    /// <returns>Null where none fits.</returns>
    public static NpyLayout? Of(IReadOnlyList<long> shape, ImageShape? required) =>
        Possible(shape, required).FirstOrDefault(layout => Fits(layout.Size, required)) is { Size: var (count, channels, height, width), IsInterleaved: bool interleaved } && count > 0
            ? new NpyLayout(count, (int)channels, (int)height, (int)width, interleaved)
            : null;

    private static IEnumerable<((long Count, long Channels, long Height, long Width) Size, bool IsInterleaved)> Possible(IReadOnlyList<long> shape, ImageShape? required)
    {
        switch (shape)
        {
            case [long height, long width] when required is not null && (height, width) == (required.Height, required.Width):
                yield return ((1, 1, height, width), false);
                break;
            case [long count, long values] when required is not null:
                long plane = (long)required.Height * required.Width;
                yield return ((count, values % plane == 0 ? values / plane : 0, required.Height, required.Width), false);
                break;
            case [long count, long values]:
                long side = (long)Math.Sqrt(values);
                yield return ((count, side * side == values ? 1 : 0, side, side), false);
                break;
            case [long first, long second, long third]:
                if (required?.Channels == first && first > 1)
                {
                    yield return ((1, first, second, third), false);
                }

                yield return ((first, 1, second, third), false);
                yield return ((1, third, first, second), true);
                break;
            case [long count, long second, long third, long fourth]:
                yield return ((count, second, third, fourth), false);
                yield return ((count, fourth, second, third), true);
                break;
        }
    }

    private static bool Fits((long Count, long Channels, long Height, long Width) size, ImageShape? required) => required is null
        ? size.Channels is 1 or 3 && size.Height is > 0 and <= MostSide && size.Width is > 0 and <= MostSide
        : (size.Channels == 1 || size.Channels == required.Channels) && (size.Height, size.Width) == (required.Height, required.Width);
}
