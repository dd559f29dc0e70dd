namespace DrawAot.ImageFiles;

/// <summary>Layout of images in an array.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Channels">Planes of each.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="IsInterleaved">Whether the channels of a pixel lie side by side: [Height, Width, Channels].</param>
internal sealed record NpyLayout(long Count, long Channels, long Height, long Width, bool IsInterleaved = false)
{
    /// <summary>The most rows or columns of an image whose size only the array says.</summary>
    private const int MostSide = 1 << 12;

    /// <summary>The layout that an array's dimensions and images of a required shape fit; null where none does.</summary>
    /// <param name="dimensions">The dimensions, the slowest first.</param>
    /// <param name="required">What images are required to be, grey ones aside; null for any that are grey or have three channels.</param>
    public static NpyLayout? Of(IReadOnlyList<long> dimensions, ImageShape? required) =>
        Possible(dimensions, required).FirstOrDefault(layout => layout.Count > 0 && layout.Fits(required));

    private static IEnumerable<NpyLayout> Possible(IReadOnlyList<long> dimensions, ImageShape? required) => (dimensions, required) switch
    {
        ([long height, long width], { } shape) when (height, width) == (shape.Height, shape.Width) => [new NpyLayout(1, 1, height, width)],
        ([long count, long values], { } shape) when values % (shape.Height * shape.Width) == 0 =>
            [new NpyLayout(count, values / (shape.Height * shape.Width), shape.Height, shape.Width)],
        ([long count, long values], null) when (long)Math.Sqrt(values) is long side && side * side == values => [new NpyLayout(count, 1, side, side)],
        ([long first, long second, long third], _) =>
        [
            // Planes whose number is that of the channels are those of one image.
            .. first == required?.Channels ? [new NpyLayout(1, first, second, third)] : (NpyLayout[])[],
            new NpyLayout(first, 1, second, third),
            new NpyLayout(1, third, first, second, IsInterleaved: true),
        ],
        ([long count, long second, long third, long fourth], _) =>
            [new NpyLayout(count, second, third, fourth), new NpyLayout(count, fourth, second, third, IsInterleaved: true)],
        _ => [],
    };

    private bool Fits(ImageShape? required) => required is null
        ? Channels is 1 or 3 && Height is > 0 and <= MostSide && Width is > 0 and <= MostSide
        : (Channels == 1 || Channels == required.Channels) && (Height, Width) == (required.Height, required.Width);
}
