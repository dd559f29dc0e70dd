using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
        if (Vector512.IsHardwareAccelerated)
        {
            SinCosTurns(new Floats16(turns), out Floats16 s, out Floats16 c);
            (sin, cos) = (s.Value, c.Value);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            SinCosTurns(new Floats8(turns.GetLower()), out Floats8 lowerSin, out Floats8 lowerCos);
            SinCosTurns(new Floats8(turns.GetUpper()), out Floats8 upperSin, out Floats8 upperCos);
            sin = Vector512.Create(lowerSin.Value, upperSin.Value);
            cos = Vector512.Create(lowerCos.Value, upperCos.Value);
        }
        else
        {
            (Vector256<float> lower, Vector256<float> upper) = (turns.GetLower(), turns.GetUpper());
            SinCosTurns(new Floats4(lower.GetLower()), out Floats4 sin0, out Floats4 cos0);
            SinCosTurns(new Floats4(lower.GetUpper()), out Floats4 sin1, out Floats4 cos1);
            SinCosTurns(new Floats4(upper.GetLower()), out Floats4 sin2, out Floats4 cos2);
            SinCosTurns(new Floats4(upper.GetUpper()), out Floats4 sin3, out Floats4 cos3);
            sin = Vector512.Create(Vector256.Create(sin0.Value, sin1.Value), Vector256.Create(sin2.Value, sin3.Value));
            cos = Vector512.Create(Vector256.Create(cos0.Value, cos1.Value), Vector256.Create(cos2.Value, cos3.Value));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SinCosTurns<T>(T turns, out T sin, out T cos)
        where T : struct, IFloats<T>
    {
        T quarters = turns * T.Create(4f);
        T shifted = quarters + T.Create(RoundingShift);
        T f = quarters - (shifted - T.Create(RoundingShift));
        T square = f * f;

        T s = T.MultiplyAdd(T.Create(-4.68597142e-3f), square, T.Create(7.9712525e-2f));
        s = T.MultiplyAdd(s, square, T.Create(-0.645966649f));
        s = T.MultiplyAdd(s, square, T.Create(1.57079637f));
        s *= f;

        T c = T.MultiplyAdd(T.Create(8.9448638e-4f), square, T.Create(-2.08555963e-2f));
        c = T.MultiplyAdd(c, square, T.Create(0.253668547f));
        c = T.MultiplyAdd(c, square, T.Create(-1.23370051f));
        c = T.MultiplyAdd(c, square, T.Create(1f));

        // The lowest bits of the shifted number are the quadrant. Quadrants 1 and 3 exchange sine and cosine; 2 and 3 negate the sine, 1 and 2 the cosine.
        T exchanged = T.EqualBits(shifted & T.Bits(1), T.Bits(1));
        T sinSign = (shifted & T.Bits(2)) << 30;
        T cosSign = (T.AddBits(shifted, T.Bits(1)) & T.Bits(2)) << 30;
        sin = T.Select(exchanged, c, s) ^ sinSign;
        cos = T.Select(exchanged, s, c) ^ cosSign;
    }
}
