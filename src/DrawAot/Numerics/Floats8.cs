using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DrawAot.Numerics;

/// <summary>Eight floats in a vector of 256 bits.</summary>
internal readonly struct Floats8(Vector256<float> value) : IFloats<Floats8>
{
    private readonly Vector256<float> _value = value;

    /// <inheritdoc/>
    public static int Count => 8;

    /// <summary>The vector itself.</summary>
    public Vector256<float> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Create(float value) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Bits(int bits) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.Create(bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Load(ref readonly float source, nuint offset) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator +(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator -(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator -(Floats8 a) => Unsafe.BitCast<Vector256<float>, Floats8>(-a._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator *(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator /(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator &(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>(a._value & b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator ^(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>(a._value ^ b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator <<(Floats8 a, int count) => Unsafe.BitCast<Vector256<float>, Floats8>((a._value.AsInt32() << count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 operator >>(Floats8 a, int count) => Unsafe.BitCast<Vector256<float>, Floats8>((a._value.AsInt32() >> count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 AddBits(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>((a._value.AsInt32() + b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 EqualBits(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.Equals(a._value.AsInt32(), b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Select(Floats8 condition, Floats8 whereSet, Floats8 elsewhere) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.ConditionalSelect(condition._value, whereSet._value, elsewhere._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 ConvertBits(Floats8 a) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.ConvertToSingle(a._value.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 MultiplyAdd(Floats8 a, Floats8 b, Floats8 c) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 Sqrt(Floats8 a) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.Sqrt(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 MultiplyFirsts(Floats8 a, Floats8 b)
    {
        if (Avx2.IsSupported)
        {
            return Unsafe.BitCast<Vector256<float>, Floats8>(Avx2.Multiply(a._value.AsUInt32(), b._value.AsUInt32()).AsSingle());
        }

        Vector256<ulong> first = Vector256.Create((ulong)uint.MaxValue);
        return Unsafe.BitCast<Vector256<float>, Floats8>(((a._value.AsUInt64() & first) * (b._value.AsUInt64() & first)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 SecondsToFirsts(Floats8 a) => Unsafe.BitCast<Vector256<float>, Floats8>((a._value.AsUInt64() >> 32).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 FirstsToSeconds(Floats8 a) => Unsafe.BitCast<Vector256<float>, Floats8>((a._value.AsUInt64() << 32).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInTurns(Floats8 a, Floats8 b, ref float destination, nuint offset)
    {
        Vector256<uint> first = a._value.AsUInt32(), second = b._value.AsUInt32();
        (Vector256.WidenLower(first) | (Vector256.WidenLower(second) << 32)).AsSingle().StoreUnsafe(ref destination, offset);
        (Vector256.WidenUpper(first) | (Vector256.WidenUpper(second) << 32)).AsSingle().StoreUnsafe(ref destination, offset + 8);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 MinNative(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.MinNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats8 MaxNative(Floats8 a, Floats8 b) => Unsafe.BitCast<Vector256<float>, Floats8>(Vector256.MaxNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination, nuint offset) => _value.StoreUnsafe(ref destination, offset);
}
