using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>A function of one element, whatever the width of the vectors.</summary>
    private interface IFunction
    {
        static abstract T Of<T>(T x)
            where T : struct, IFloats<T>;
    }

    /// <summary>A function of sixteen elements, in vectors as wide as the hardware has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Apply<TFunction>(Vector512<float> x)
        where TFunction : struct, IFunction
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return TFunction.Of(new Floats16(x)).Value;
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Vector512.Create(
                TFunction.Of(new Floats8(x.GetLower())).Value,
                TFunction.Of(new Floats8(x.GetUpper())).Value);
        }

        (Vector256<float> lower, Vector256<float> upper) = (x.GetLower(), x.GetUpper());
        return Vector512.Create(
            Vector256.Create(OfFour<TFunction>(lower.GetLower()), OfFour<TFunction>(lower.GetUpper())),
            Vector256.Create(OfFour<TFunction>(upper.GetLower()), OfFour<TFunction>(upper.GetUpper())));
    }

    // Four copies of a function would be more than a loop can take.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector128<float> OfFour<TFunction>(Vector128<float> x)
        where TFunction : struct, IFunction
        => TFunction.Of(new Floats4(x)).Value;
}
