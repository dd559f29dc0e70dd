using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>e^x of each element, within 1.29 ulp from −86.98 up to 88.72.</summary>
    /// <remarks>
    /// x = n·ln 2 + r with |r| ≤ ½·ln 2, and e^x = 2ⁿ·(1 + (e^r − 1)). From 88.7229 up, where floats end, the
    /// result is +∞. Below −86.989 it is 0, although floats (the subnormal ones included) go down to −103.97.
    /// NaN stays NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x) => Apply<ExpFunction>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Exp<T>(T x)
        where T : struct, IFloats<T>
    {
        // At these bounds the power of two below is 0 or infinite; beyond them its bits would wrap around.
        // The native Max and Min hand on a NaN that is their second operand, on x86 as on Arm.
        T bounded = T.MinNative(T.Create(89f), T.MaxNative(T.Create(-87.3f), x));
        T expMinusOne = ReducedExpMinusOne(bounded, out T exponent);

        // Half of 2ⁿ, because 2¹²⁸ is no float although 2¹²⁸·e^r may be one.
        T half = T.AddBits(exponent, T.Bits(OneBits - (1 << FractionBits)));
        T result = T.MultiplyAdd(half, expMinusOne, half);
        return result + result;
    }

    /// <summary>
    /// Splits x into n·ln 2 + r with |r| ≤ ½·ln 2 and returns e^r − 1, with its full relative precision, and
    /// n where a float has its exponent.
    /// </summary>
    /// <remarks>e^r − 1 ≈ r + r²·q(r); q has degree 5, relative error of the sum 4.7e-10.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ReducedExpMinusOne<T>(T x, out T exponent)
        where T : struct, IFloats<T>
    {
        const float LogTwoInverse = 1.44269504f;

        T shifted = T.MultiplyAdd(x, T.Create(LogTwoInverse), T.Create(RoundingShift));
        exponent = shifted << FractionBits;

        T n = shifted - T.Create(RoundingShift);
        T r = T.MultiplyAdd(n, T.Create(-LogTwoHigh), x);
        r = T.MultiplyAdd(n, T.Create(-LogTwoLow), r);

        T q = T.MultiplyAdd(T.Create(1.96623761e-4f), r, T.Create(1.39350351e-3f));
        q = T.MultiplyAdd(q, r, T.Create(8.3336439e-3f));
        q = T.MultiplyAdd(q, r, T.Create(4.16664667e-2f));
        q = T.MultiplyAdd(q, r, T.Create(0.166666657f));
        q = T.MultiplyAdd(q, r, T.Create(0.5f));
        return T.MultiplyAdd(r * r, q, r);
    }

    private readonly struct ExpFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T>(T x)
            where T : struct, IFloats<T>
            => Exp(x);
    }
}
