using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>The logistic function 1 / (1 + e^−x) of each element, within 1.5 ulp from −87.3 up.</summary>
    /// <remarks>
    /// The denominator 1 + e^−x is kept as the sum of two floats, and the quotient is corrected by what it leaves. Below
    /// −87.3 the result stays at 1.2·10⁻³⁸, about the smallest normal float. NaN stays NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        // Both natives hand on a NaN on their right.
        Vector512<float> clamped = MinNative(Create(87.3f), MaxNative(Create(-87.3f), x));
        Vector512<float> expMinusOne = ReducedExpMinusOne(-clamped, out Vector512<int> exponent);
        Vector512<float> scale = (exponent + Create(OneBits)).AsSingle();
        Vector512<float> sum = scale + Create(1f);
        Vector512<float> high = MultiplyAddEstimate(scale, expMinusOne, sum);
        Vector512<float> low = MultiplyAddEstimate(scale, expMinusOne, sum - high);
        Vector512<float> quotient = Create(1f) / high;
        Vector512<float> rest = MultiplyAddEstimate(-high, quotient, Create(1f));
        rest = MultiplyAddEstimate(-low, quotient, rest);
        return MultiplyAddEstimate(quotient, rest, quotient);
    }
}
