using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>
    /// Σ + w·x for sixteen sums, rounded once where the hardware fuses. Arm multiplies by an element of a vector, so x needs no
    /// sixteen copies there.
    /// </summary>
    /// <param name="weights">w.</param>
    /// <param name="x">What all of them are multiplied by.</param>
    /// <param name="sums">What to add to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> weights, float x, Vector512<float> sums)
    {
        if (!AdvSimd.Arm64.IsSupported)
        {
            return Vector512.MultiplyAddEstimate(weights, Vector512.Create(x), sums);
        }

        Vector64<float> element = Vector64.CreateScalarUnsafe(x);
        (Vector256<float> w0, Vector256<float> w1, Vector256<float> s0, Vector256<float> s1) = (weights.GetLower(), weights.GetUpper(), sums.GetLower(), sums.GetUpper());
        return Vector512.Create(
            Vector256.Create(
                AdvSimd.Arm64.FusedMultiplyAddByScalar(s0.GetLower(), w0.GetLower(), element),
                AdvSimd.Arm64.FusedMultiplyAddByScalar(s0.GetUpper(), w0.GetUpper(), element)),
            Vector256.Create(
                AdvSimd.Arm64.FusedMultiplyAddByScalar(s1.GetLower(), w1.GetLower(), element),
                AdvSimd.Arm64.FusedMultiplyAddByScalar(s1.GetUpper(), w1.GetUpper(), element)));
    }
}
