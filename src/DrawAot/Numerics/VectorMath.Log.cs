using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public static Vector512<float> Log(Vector512<float> x) => Apply<LogFunction>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Log<T>(T x)
        where T : struct, IFloats<T>
    {
        const int RootOfHalfBits = 0x3F35_04F3;
        const int FractionMask = (1 << FractionBits) - 1;

        // Counted from √½, the exponent's bits are n and the fraction's bits are those of 1 + f.
        T fromRootOfHalf = T.AddBits(x, T.Bits(-RootOfHalfBits));
        T n = T.ConvertBits(fromRootOfHalf >> FractionBits);
        T f = T.AddBits(fromRootOfHalf & T.Bits(FractionMask), T.Bits(RootOfHalfBits)) - T.Create(1f);

        T q = T.MultiplyAdd(T.Create(-7.64117315e-2f), f, T.Create(0.12765719f));
        q = T.MultiplyAdd(q, f, T.Create(-0.131595463f));
        q = T.MultiplyAdd(q, f, T.Create(0.142010719f));
        q = T.MultiplyAdd(q, f, T.Create(-0.16623345f));
        q = T.MultiplyAdd(q, f, T.Create(0.200012594f));
        q = T.MultiplyAdd(q, f, T.Create(-0.250008225f));
        q = T.MultiplyAdd(q, f, T.Create(0.333333313f));

        T square = f * f;
        T correction = T.MultiplyAdd(square * f, q, n * T.Create(LogTwoLow));
        correction = T.MultiplyAdd(square, T.Create(-0.5f), correction);
        return T.MultiplyAdd(n, T.Create(LogTwoHigh), f + correction);
    }

    private readonly struct LogFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T>(T x)
            where T : struct, IFloats<T>
            => Log(x);
    }
}
