using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>The hyperbolic tangent of each element, within 1.5 ulp everywhere, near 0 too.</summary>
    /// <remarks>
    /// tanh |x| = k / (k + 2) with k = e^(2|x|) − 1 = 2ⁿ·(e^r − 1) + (2ⁿ − 1), where nothing cancels. The result
    /// is corrected by what the quotient leaves. It is odd in x to the last bit and never beyond ±1. NaN stays NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x) => Apply<TanhFunction>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Tanh<T>(T x)
        where T : struct, IFloats<T>
    {
        T sign = x & T.Bits(SignBit);

        // From 9.02 up the nearest float is 1, and k must stay finite. MinNative hands on a NaN on its right.
        T magnitude = T.MinNative(T.Create(10f), x ^ sign);
        T expMinusOne = ReducedExpMinusOne(magnitude + magnitude, out T exponent);
        T scale = T.AddBits(exponent, T.Bits(OneBits));
        T scaleMinusOne = scale - T.Create(1f);
        T k = T.MultiplyAdd(scale, expMinusOne, scaleMinusOne);
        T kLow = T.MultiplyAdd(scale, expMinusOne, scaleMinusOne - k);
        T denominator = k + T.Create(2f);
        T denominatorLow = k - (denominator - T.Create(2f)) + kLow;
        T reciprocal = T.Create(1f) / denominator;
        T quotient = k * reciprocal;
        T rest = T.MultiplyAdd(-quotient, denominator, k) + T.MultiplyAdd(-quotient, denominatorLow, kLow);
        return T.MultiplyAdd(rest, reciprocal, quotient) ^ sign;
    }

    private readonly struct TanhFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T>(T x)
            where T : struct, IFloats<T>
            => Tanh(x);
    }
}
