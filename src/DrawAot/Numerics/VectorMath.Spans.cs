using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>e^x of each element, as <see cref="Exp(Vector512{float})"/> has it.</summary>
    /// <inheritdoc cref="Map" path="/param|/exception"/>
    public static void Exp(ReadOnlySpan<float> source, Span<float> destination) => Map<ExpFunction>(source, destination);

    /// <summary>1 / (1 + e^−x) of each element, as <see cref="Sigmoid(Vector512{float})"/> has it.</summary>
    /// <inheritdoc cref="Map" path="/param|/exception"/>
    public static void Sigmoid(ReadOnlySpan<float> source, Span<float> destination) => Map<SigmoidFunction>(source, destination);

    /// <summary>tanh x of each element, as <see cref="Tanh(Vector512{float})"/> has it.</summary>
    /// <inheritdoc cref="Map" path="/param|/exception"/>
    public static void Tanh(ReadOnlySpan<float> source, Span<float> destination) => Map<TanhFunction>(source, destination);

    /// <summary>Applies a function to each element.</summary>
    /// <param name="source">The arguments.</param>
    /// <param name="destination">
    /// Receives the results, from its beginning: one for each element of <paramref name="source"/>. It may be the
    /// same memory as <paramref name="source"/>, but must not overlap it in any other way.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <paramref name="destination"/> is too short, or overlaps <paramref name="source"/> at another position.
    /// </exception>
    private static void Map<TFunction>(ReadOnlySpan<float> source, Span<float> destination)
        where TFunction : struct, IFunction
    {
        if (destination.Length < source.Length)
        {
            throw new ArgumentException(
                $"The destination has {destination.Length} elements; expected at least {source.Length}, the length of the source.",
                nameof(destination));
        }

        if (source.Overlaps(destination, out int offset) && offset != 0)
        {
            throw new ArgumentException(
                $"The destination overlaps the source {offset} elements apart; expected the same memory or separate memory.",
                nameof(destination));
        }

        int whole = source.Length / Vector512<float>.Count * Vector512<float>.Count;
        MapWholeVectors<TFunction>(source[..whole], destination);
        if (whole < source.Length)
        {
            Span<float> last = stackalloc float[Vector512<float>.Count];
            source[whole..].CopyTo(last);
            MapWholeVectors<TFunction>(last, last);
            last[..(source.Length - whole)].CopyTo(destination[whole..]);
        }
    }

    private static void MapWholeVectors<TFunction>(ReadOnlySpan<float> source, Span<float> destination)
        where TFunction : struct, IFunction
    {
        if (Vector512.IsHardwareAccelerated)
        {
            MapWholeVectors<TFunction, Floats16>(source, destination);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            MapWholeVectors<TFunction, Unrolled2<Floats8>>(source, destination);
        }
        else
        {
            MapWholeVectors<TFunction, Unrolled2<Floats4>>(source, destination);
        }
    }

    // Not inlined: a call beside the loop would cost it its registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MapWholeVectors<TFunction, TFloats>(ReadOnlySpan<float> source, Span<float> destination)
        where TFunction : struct, IFunction
        where TFloats : struct, IFloats<TFloats>
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        for (nuint i = 0; i < (nuint)source.Length; i += (nuint)TFloats.Count)
        {
            TFunction.Of(TFloats.Load(ref from, i)).Store(ref to, i);
        }
    }
}
