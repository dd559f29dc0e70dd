using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

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
    public static Vector512<float> Exp(Vector512<float> x)
    {
        // At these bounds the power of two below is 0 or infinite; beyond them its bits would wrap around.
        // The native Max and Min hand on a NaN that is their second operand, on x86 as on Arm.
        Vector512<float> bounded = MinNative(Create(89f), MaxNative(Create(-87.3f), x));
        Vector512<float> expMinusOne = ReducedExpMinusOne(bounded, out Vector512<int> exponent);

        // Half of 2ⁿ, because 2¹²⁸ is no float although 2¹²⁸·e^r may be one.
        Vector512<float> half = (exponent + Create(OneBits - (1 << FractionBits))).AsSingle();
        Vector512<float> result = MultiplyAddEstimate(half, expMinusOne, half);
        return result + result;
    }

    /// <summary>
    /// Splits x into n·ln 2 + r with |r| ≤ ½·ln 2 and returns e^r − 1, with its full relative precision, and
    /// n where a float has its exponent.
    /// </summary>
    /// <remarks>e^r − 1 ≈ r + r²·q(r); q has degree 5, relative error of the sum 4.7e-10.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ReducedExpMinusOne(Vector512<float> x, out Vector512<int> exponent)
    {
        const float LogTwoInverse = 1.44269504f;

        Vector512<float> shifted = MultiplyAddEstimate(x, Create(LogTwoInverse), Create(RoundingShift));
        exponent = shifted.AsInt32() << FractionBits;

        Vector512<float> n = shifted - Create(RoundingShift);
        Vector512<float> r = MultiplyAddEstimate(n, Create(-LogTwoHigh), x);
        r = MultiplyAddEstimate(n, Create(-LogTwoLow), r);

        Vector512<float> q = MultiplyAddEstimate(Create(1.96623761e-4f), r, Create(1.39350351e-3f));
        q = MultiplyAddEstimate(q, r, Create(8.3336439e-3f));
        q = MultiplyAddEstimate(q, r, Create(4.16664667e-2f));
        q = MultiplyAddEstimate(q, r, Create(0.166666657f));
        q = MultiplyAddEstimate(q, r, Create(0.5f));
        return MultiplyAddEstimate(r * r, q, r);
    }
}
