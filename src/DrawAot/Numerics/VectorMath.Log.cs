using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>The natural logarithm of each element, for positive normal floats, within 0.86 ulp.</summary>
    /// <remarks>
    /// x = 2ⁿ·(1 + f) with √½ ≤ 1 + f &lt; √2, and ln x = n·ln 2 + f − ½f² + f³·q(f); q has degree 7, relative
    /// error of the sum 5.9e-9 at n = 0. For zero, negative, subnormal and infinite elements and for NaN the
    /// result is some number without meaning.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        const int RootOfHalfBits = 0x3F35_04F3;
        const int FractionMask = (1 << FractionBits) - 1;

        // Counted from √½, the exponent's bits are n and the fraction's bits are those of 1 + f.
        Vector512<int> fromRootOfHalf = x.AsInt32() - Create(RootOfHalfBits);
        Vector512<float> n = ConvertToSingle(fromRootOfHalf >> FractionBits);
        Vector512<float> f = ((fromRootOfHalf & Create(FractionMask)) + Create(RootOfHalfBits)).AsSingle() - Create(1f);

        Vector512<float> q = MultiplyAddEstimate(Create(-7.64117315e-2f), f, Create(0.12765719f));
        q = MultiplyAddEstimate(q, f, Create(-0.131595463f));
        q = MultiplyAddEstimate(q, f, Create(0.142010719f));
        q = MultiplyAddEstimate(q, f, Create(-0.16623345f));
        q = MultiplyAddEstimate(q, f, Create(0.200012594f));
        q = MultiplyAddEstimate(q, f, Create(-0.250008225f));
        q = MultiplyAddEstimate(q, f, Create(0.333333313f));

        Vector512<float> square = f * f;
        Vector512<float> correction = MultiplyAddEstimate(square * f, q, n * Create(LogTwoLow));
        correction = MultiplyAddEstimate(square, Create(-0.5f), correction);
        return MultiplyAddEstimate(n, Create(LogTwoHigh), f + correction);
    }
}
