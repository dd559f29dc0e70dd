using System.Runtime.InteropServices;
using DrawAot.Manifest;

namespace DrawAot.Native;

/// <summary>Checks of the memory that C programs pass in, and its spans. Nothing is allocated, also where it is refused.</summary>
internal static unsafe partial class Buffers
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
    public static Status Picture(float* first, nuint length, string name, ModelShape shape, out Span<float> picture)
    {
        Status status = Floats(first, length, name, out picture);
        return status != Status.Ok ? status
            : length == (nuint)shape.PixelCount ? Status.Ok
            : LastError.Refuse(
                Status.Length,
                $"{name} has the length {length}; {shape.PixelCount} ({shape.Channels}×{shape.Height}×{shape.Width}) was expected.");
    }

    /// <summary>Requires a whole number of pictures, or room for them.</summary>
    public static Status Pictures(float* first, nuint length, string name, ModelShape shape, out Span<float> pictures)
    {
        Status status = Floats(first, length, name, out pictures);
        return status != Status.Ok ? status
            : length % (nuint)shape.PixelCount == 0 ? Status.Ok
            : LastError.Refuse(
                Status.Length,
                $"{name} has the length {length}; a multiple of {shape.PixelCount} ({shape.Channels}×{shape.Height}×{shape.Width}) was expected.");
    }

    /// <summary>Requires the number of values that other arguments determine.</summary>
    public static Status Exactly(float* first, nuint length, string name, long expected, out Span<float> values)
    {
        Status status = Floats(first, length, name, out values);
        return status != Status.Ok ? status
            : length == (nuint)expected ? Status.Ok
            : LastError.Refuse(Status.Length, $"{name} has the length {length}; {expected} was expected.");
    }

    /// <summary>Requires that a buffer does not overlap another one, which is written.</summary>
    public static Status Apart<TOther, TWritten>(
        ReadOnlySpan<TOther> other, string otherName, ReadOnlySpan<TWritten> written, string writtenName)
        where TOther : unmanaged
        where TWritten : unmanaged
    {
        fixed (void* o = other, w = written)
        {
            nuint otherEnd = (nuint)o + (nuint)other.Length * (nuint)sizeof(TOther);
            nuint writtenEnd = (nuint)w + (nuint)written.Length * (nuint)sizeof(TWritten);
            return (nuint)o >= writtenEnd || (nuint)w >= otherEnd
                ? Status.Ok
                : LastError.Refuse(Status.Overlap, $"{otherName} and {writtenName} overlap; two places were expected.");
        }
    }

    /// <summary>The number of pictures in memory that holds a whole number of them.</summary>
    public static int Count(ReadOnlySpan<float> pictures, ModelShape shape) => pictures.Length / shape.PixelCount;

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

    /// <summary>The alignment of a type in C: the bytes between a struct's first byte and a value that follows it.</summary>
    private static nuint AlignmentOf<T>()
        where T : unmanaged =>
        (nuint)(sizeof(AfterOneByte<T>) - sizeof(T));

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct AfterOneByte<T>(byte First, T Value)
        where T : unmanaged;
}
