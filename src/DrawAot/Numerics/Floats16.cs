using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DrawAot.Numerics;

/// <summary>Sixteen floats in a vector of 512 bits.</summary>
internal readonly struct Floats16(Vector512<float> value) : IFloats<Floats16>
{
    private readonly Vector512<float> _value = value;

    /// <inheritdoc/>
    public static int Count => 16;

    /// <summary>The vector itself.</summary>
    public Vector512<float> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Create(float value) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Bits(int bits) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.Create(bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Load(ref readonly float source, nuint offset) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator +(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator -(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator -(Floats16 a) => Unsafe.BitCast<Vector512<float>, Floats16>(-a._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator *(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator /(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator &(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>(a._value & b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator ^(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>(a._value ^ b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator <<(Floats16 a, int count) => Unsafe.BitCast<Vector512<float>, Floats16>((a._value.AsInt32() << count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 operator >>(Floats16 a, int count) => Unsafe.BitCast<Vector512<float>, Floats16>((a._value.AsInt32() >> count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 AddBits(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>((a._value.AsInt32() + b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 EqualBits(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.Equals(a._value.AsInt32(), b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Select(Floats16 condition, Floats16 whereSet, Floats16 elsewhere) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.ConditionalSelect(condition._value, whereSet._value, elsewhere._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 ConvertBits(Floats16 a) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.ConvertToSingle(a._value.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 MultiplyAdd(Floats16 a, Floats16 b, Floats16 c) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 Sqrt(Floats16 a) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.Sqrt(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 MultiplyFirsts(Floats16 a, Floats16 b)
    {
        if (Avx512F.IsSupported)
        {
            return Unsafe.BitCast<Vector512<float>, Floats16>(Avx512F.Multiply(a._value.AsUInt32(), b._value.AsUInt32()).AsSingle());
        }

        Vector512<ulong> first = Vector512.Create((ulong)uint.MaxValue);
        return Unsafe.BitCast<Vector512<float>, Floats16>(((a._value.AsUInt64() & first) * (b._value.AsUInt64() & first)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 SecondsToFirsts(Floats16 a) => Unsafe.BitCast<Vector512<float>, Floats16>((a._value.AsUInt64() >> 32).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 FirstsToSeconds(Floats16 a) => Unsafe.BitCast<Vector512<float>, Floats16>((a._value.AsUInt64() << 32).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInTurns(Floats16 a, Floats16 b, ref float destination, nuint offset)
    {
        Vector512<uint> first = a._value.AsUInt32(), second = b._value.AsUInt32();
        (Vector512.WidenLower(first) | (Vector512.WidenLower(second) << 32)).AsSingle().StoreUnsafe(ref destination, offset);
        (Vector512.WidenUpper(first) | (Vector512.WidenUpper(second) << 32)).AsSingle().StoreUnsafe(ref destination, offset + 16);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 MinNative(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.MinNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats16 MaxNative(Floats16 a, Floats16 b) => Unsafe.BitCast<Vector512<float>, Floats16>(Vector512.MaxNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination, nuint offset) => _value.StoreUnsafe(ref destination, offset);
}
