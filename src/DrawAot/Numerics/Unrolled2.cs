using System.Runtime.CompilerServices;

namespace DrawAot.Numerics;

/// <summary>
/// Two vectors as one, of which each operation computes both: the second one's chain of operations fills the time in which
/// the first one's waits for a result.
/// </summary>
internal readonly struct Unrolled2<T>(T first, T second) : IFloats<Unrolled2<T>>
    where T : struct, IFloats<T>
{
    private readonly T _first = first, _second = second;

    /// <inheritdoc/>
    public static int Count => 2 * T.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> Create(float value) => new(T.Create(value), T.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> Bits(int bits) => new(T.Bits(bits), T.Bits(bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> Load(ref readonly float source, nuint offset) => new(T.Load(in source, offset), T.Load(in source, offset + (nuint)T.Count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> operator +(Unrolled2<T> a, Unrolled2<T> b) => new(a._first + b._first, a._second + b._second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> operator -(Unrolled2<T> a, Unrolled2<T> b) => new(a._first - b._first, a._second - b._second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> operator *(Unrolled2<T> a, Unrolled2<T> b) => new(a._first * b._first, a._second * b._second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> operator /(Unrolled2<T> a, Unrolled2<T> b) => new(a._first / b._first, a._second / b._second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> operator &(Unrolled2<T> a, Unrolled2<T> b) => new(a._first & b._first, a._second & b._second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> operator ^(Unrolled2<T> a, Unrolled2<T> b) => new(a._first ^ b._first, a._second ^ b._second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> operator -(Unrolled2<T> a) => new(-a._first, -a._second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> operator <<(Unrolled2<T> a, int count) => new(a._first << count, a._second << count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> operator >>(Unrolled2<T> a, int count) => new(a._first >> count, a._second >> count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> AddBits(Unrolled2<T> a, Unrolled2<T> b) => new(T.AddBits(a._first, b._first), T.AddBits(a._second, b._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> EqualBits(Unrolled2<T> a, Unrolled2<T> b) => new(T.EqualBits(a._first, b._first), T.EqualBits(a._second, b._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> Sqrt(Unrolled2<T> a) => new(T.Sqrt(a._first), T.Sqrt(a._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> MultiplyFirsts(Unrolled2<T> a, Unrolled2<T> b) => new(T.MultiplyFirsts(a._first, b._first), T.MultiplyFirsts(a._second, b._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> SecondsToFirsts(Unrolled2<T> a) => new(T.SecondsToFirsts(a._first), T.SecondsToFirsts(a._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> FirstsToSeconds(Unrolled2<T> a) => new(T.FirstsToSeconds(a._first), T.FirstsToSeconds(a._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInTurns(Unrolled2<T> a, Unrolled2<T> b, ref float destination, nuint offset)
    {
        T.StoreInTurns(a._first, b._first, ref destination, offset);
        T.StoreInTurns(a._second, b._second, ref destination, offset + 2 * (nuint)T.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> MinNative(Unrolled2<T> a, Unrolled2<T> b) => new(T.MinNative(a._first, b._first), T.MinNative(a._second, b._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> MaxNative(Unrolled2<T> a, Unrolled2<T> b) => new(T.MaxNative(a._first, b._first), T.MaxNative(a._second, b._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> Select(Unrolled2<T> condition, Unrolled2<T> whereSet, Unrolled2<T> elsewhere) => new(T.Select(condition._first, whereSet._first, elsewhere._first), T.Select(condition._second, whereSet._second, elsewhere._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> MultiplyAdd(Unrolled2<T> a, Unrolled2<T> b, Unrolled2<T> c) => new(T.MultiplyAdd(a._first, b._first, c._first), T.MultiplyAdd(a._second, b._second, c._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Unrolled2<T> ConvertBits(Unrolled2<T> a) => new(T.ConvertBits(a._first), T.ConvertBits(a._second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination, nuint offset)
    {
        _first.Store(ref destination, offset);
        _second.Store(ref destination, offset + (nuint)T.Count);
    }
}
