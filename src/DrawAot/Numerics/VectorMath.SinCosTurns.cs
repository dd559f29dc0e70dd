using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>sin 2πt and cos 2πt of each element t, each within 1.61 ulp.</summary>
    /// <remarks>
    /// Angles in turns make the reduction exact: 4t = q + f with q an integer and |f| ≤ ½, then
    /// sin ½πf ≈ f·s(f²) and cos ½πf ≈ 1 + f²·c(f²), exchanged and negated as the quadrant q asks. s and c have
    /// degree 3, relative errors 2.8e-8 (of which the rounding of ½π is all) and 4.4e-10.
    /// </remarks>
    /// <param name="turns">Angles in turns, at most 2²⁰ either way; NaN gives NaN.</param>
    /// <param name="sin">The sines.</param>
    /// <param name="cos">The cosines.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SinCosTurns(Vector512<float> turns, out Vector512<float> sin, out Vector512<float> cos)
    {
        Vector512<float> quarters = turns * Create(4f);
        Vector512<float> shifted = quarters + Create(RoundingShift);
        Vector512<int> quadrant = shifted.AsInt32();
        Vector512<float> f = quarters - (shifted - Create(RoundingShift));
        Vector512<float> square = f * f;

        Vector512<float> s = MultiplyAddEstimate(Create(-4.68597142e-3f), square, Create(7.9712525e-2f));
        s = MultiplyAddEstimate(s, square, Create(-0.645966649f));
        s = MultiplyAddEstimate(s, square, Create(1.57079637f));
        s *= f;

        Vector512<float> c = MultiplyAddEstimate(Create(8.9448638e-4f), square, Create(-2.08555963e-2f));
        c = MultiplyAddEstimate(c, square, Create(0.253668547f));
        c = MultiplyAddEstimate(c, square, Create(-1.23370051f));
        c = MultiplyAddEstimate(c, square, Create(1f));

        // Quadrants 1 and 3 exchange sine and cosine; 2 and 3 negate the sine, 1 and 2 the cosine.
        Vector512<float> exchanged = Vector512.Equals(quadrant & Create(1), Create(1)).AsSingle();
        Vector512<int> sinSign = (quadrant & Create(2)) << 30;
        Vector512<int> cosSign = ((quadrant + Create(1)) & Create(2)) << 30;
        sin = ConditionalSelect(exchanged, c, s) ^ sinSign.AsSingle();
        cos = ConditionalSelect(exchanged, s, c) ^ cosSign.AsSingle();
    }
}
