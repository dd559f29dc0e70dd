using DrawAot.Manifest;

namespace DrawAot.Native;

/// <summary>Checks of the memory that C programs pass in, and its spans. Nothing is allocated, also where it is refused.</summary>
internal static unsafe class Buffers
{
    /// <summary>Requires a place for one value.</summary>
    public static Status One<T>(T* place, string name)
        where T : unmanaged
    {
        if (place is null)
        {
            return LastError.Refuse(Status.Null, $"{name} is NULL; a pointer to a place for it was expected.");
        }

        return Aligned(place, AlignmentOf<T>(), name);
    }

    /// <summary>Requires one picture, or room for it.</summary>
    public static Status Picture(float* first, nuint length, string name, DrawShape shape, out Span<float> picture)
    {
        Status status = Floats(first, length, name, out picture);
        return status != Status.Ok ? status
            : length == (nuint)shape.PixelCount ? Status.Ok
            : LastError.Refuse(
                Status.Length,
                $"{name} has the length {length}; {shape.PixelCount} ({shape.Channels}×{shape.Height}×{shape.Width}) was expected.");
    }

    /// <summary>Requires a whole number of pictures, or room for them.</summary>
    public static Status Pictures(float* first, nuint length, string name, DrawShape shape, out Span<float> pictures)
    {
        Status status = Floats(first, length, name, out pictures);
        return status != Status.Ok ? status
            : length % (nuint)shape.PixelCount == 0 ? Status.Ok
            : LastError.Refuse(
                Status.Length,
                $"{name} has the length {length}; a multiple of {shape.PixelCount} ({shape.Channels}×{shape.Height}×{shape.Width}) was expected.");
    }

    /// <summary>Requires as many values as other arguments ask for.</summary>
    public static Status Exactly(float* first, nuint length, string name, long expected, out Span<float> values)
    {
        Status status = Floats(first, length, name, out values);
        return status != Status.Ok ? status
            : length == (nuint)expected ? Status.Ok
            : LastError.Refuse(Status.Length, $"{name} has the length {length}; {expected} was expected.");
    }

    /// <summary>Requires as many scores as there are images.</summary>
    public static Status Scores(ImageScore* first, nuint length, int images, out Span<ImageScore> scores)
    {
        scores = default;
        if (first is null)
        {
            return LastError.Refuse(Status.Null, $"scores is NULL; {images} places were expected.");
        }

        Status status = Aligned(first, AlignmentOf<double>(), "scores");
        if (status == Status.Ok && length != (nuint)images)
        {
            status = LastError.Refuse(Status.Length, $"scores has the length {length}; {images}, the number of images, was expected.");
        }

        scores = status == Status.Ok ? new Span<ImageScore>(first, images) : default;
        return status;
    }

    /// <summary>Requires that what is read does not lie where something is written.</summary>
    public static Status Apart<TIn, TOut>(ReadOnlySpan<TIn> read, string readName, ReadOnlySpan<TOut> written, string writtenName)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        fixed (void* r = read, w = written)
        {
            nuint readEnd = (nuint)r + (nuint)read.Length * (nuint)sizeof(TIn);
            nuint writtenEnd = (nuint)w + (nuint)written.Length * (nuint)sizeof(TOut);
            return (nuint)r >= writtenEnd || (nuint)w >= readEnd
                ? Status.Ok
                : LastError.Refuse(Status.Overlap, $"{readName} and {writtenName} overlap; two places were expected.");
        }
    }

    private static Status Floats(float* first, nuint length, string name, out Span<float> floats)
    {
        floats = default;
        if (first is null)
        {
            return LastError.Refuse(Status.Null, $"{name} is NULL; a pointer to floats was expected.");
        }

        if (length > int.MaxValue)
        {
            return LastError.Refuse(Status.Length, $"{name} has the length {length}; at most {int.MaxValue} floats were expected.");
        }

        floats = new Span<float>(first, (int)length);
        return Aligned(first, AlignmentOf<float>(), name);
    }

    private static Status Aligned(void* place, nuint alignment, string name) =>
        (nuint)place % alignment == 0
            ? Status.Ok
            : LastError.Refuse(Status.Alignment, $"{name} is no multiple of {alignment} bytes; an address that is was expected.");

    /// <summary>What the x86-64 and Arm calling conventions align a value to: its size, or that of a struct's largest field.</summary>
    private static nuint AlignmentOf<T>()
        where T : unmanaged =>
        typeof(T) == typeof(ImageScore) || typeof(T) == typeof(RuntimeCounters) ? sizeof(double)
        : typeof(T) == typeof(Sizes) || typeof(T) == typeof(Window) ? sizeof(float)
        : (nuint)sizeof(T);
}
