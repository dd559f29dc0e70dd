using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>The logistic function 1 / (1 + e^−x) of each element, within 1.5 ulp from −87.3 up.</summary>
    /// <remarks>
    /// The denominator 1 + e^−x is kept as the sum of two floats, and the quotient is corrected by what it leaves. Below
    /// −87.3 the result stays at 1.2·10⁻³⁸, about the smallest normal float. NaN stays NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Apply<SigmoidFunction>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Sigmoid<T>(T x)
        where T : struct, IFloats<T>
    {
        // Both natives hand on a NaN on their right.
        T clamped = T.MinNative(T.Create(87.3f), T.MaxNative(T.Create(-87.3f), x));
        T expMinusOne = ReducedExpMinusOne(-clamped, out T exponent);
        T scale = T.AddBits(exponent, T.Bits(OneBits));
        T sum = scale + T.Create(1f);
        T high = T.MultiplyAdd(scale, expMinusOne, sum);
        T low = T.MultiplyAdd(scale, expMinusOne, sum - high);
        T quotient = T.Create(1f) / high;
        T rest = T.MultiplyAdd(-high, quotient, T.Create(1f));
        rest = T.MultiplyAdd(-low, quotient, rest);
        return T.MultiplyAdd(quotient, rest, quotient);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T>(T x)
            where T : struct, IFloats<T>
            => Sigmoid(x);
    }
}
