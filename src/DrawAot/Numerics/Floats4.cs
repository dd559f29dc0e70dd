using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DrawAot.Numerics;

/// <summary>Four floats in a vector of 128 bits.</summary>
internal readonly struct Floats4(Vector128<float> value) : IFloats<Floats4>
{
    private readonly Vector128<float> _value = value;

    /// <inheritdoc/>
    public static int Count => 4;

    /// <summary>The vector itself.</summary>
    public Vector128<float> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Create(float value) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Bits(int bits) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.Create(bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Load(ref readonly float source, nuint offset) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator +(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator -(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator -(Floats4 a) => Unsafe.BitCast<Vector128<float>, Floats4>(-a._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator *(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator /(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator &(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>(a._value & b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator ^(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>(a._value ^ b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator <<(Floats4 a, int count) => Unsafe.BitCast<Vector128<float>, Floats4>((a._value.AsInt32() << count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 operator >>(Floats4 a, int count) => Unsafe.BitCast<Vector128<float>, Floats4>((a._value.AsInt32() >> count).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 AddBits(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>((a._value.AsInt32() + b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 EqualBits(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.Equals(a._value.AsInt32(), b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Select(Floats4 condition, Floats4 whereSet, Floats4 elsewhere) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.ConditionalSelect(condition._value, whereSet._value, elsewhere._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 ConvertBits(Floats4 a) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.ConvertToSingle(a._value.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 MultiplyAdd(Floats4 a, Floats4 b, Floats4 c) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 Sqrt(Floats4 a) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.Sqrt(a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 MultiplyFirsts(Floats4 a, Floats4 b)
    {
        if (Sse2.IsSupported)
        {
            return Unsafe.BitCast<Vector128<float>, Floats4>(Sse2.Multiply(a._value.AsUInt32(), b._value.AsUInt32()).AsSingle());
        }

        if (AdvSimd.IsSupported)
        {
            return Unsafe.BitCast<Vector128<float>, Floats4>(AdvSimd.MultiplyWideningLower(
                AdvSimd.ExtractNarrowingLower(a._value.AsUInt64()), AdvSimd.ExtractNarrowingLower(b._value.AsUInt64())).AsSingle());
        }

        Vector128<ulong> first = Vector128.Create((ulong)uint.MaxValue);
        return Unsafe.BitCast<Vector128<float>, Floats4>(((a._value.AsUInt64() & first) * (b._value.AsUInt64() & first)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 SecondsToFirsts(Floats4 a) => Unsafe.BitCast<Vector128<float>, Floats4>((a._value.AsUInt64() >> 32).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 FirstsToSeconds(Floats4 a) => Unsafe.BitCast<Vector128<float>, Floats4>((a._value.AsUInt64() << 32).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInTurns(Floats4 a, Floats4 b, ref float destination, nuint offset)
    {
        Vector128<uint> first = a._value.AsUInt32(), second = b._value.AsUInt32();
        (Vector128.WidenLower(first) | (Vector128.WidenLower(second) << 32)).AsSingle().StoreUnsafe(ref destination, offset);
        (Vector128.WidenUpper(first) | (Vector128.WidenUpper(second) << 32)).AsSingle().StoreUnsafe(ref destination, offset + 4);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 MinNative(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.MinNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats4 MaxNative(Floats4 a, Floats4 b) => Unsafe.BitCast<Vector128<float>, Floats4>(Vector128.MaxNative(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination, nuint offset) => _value.StoreUnsafe(ref destination, offset);
}
