using System.Runtime.Intrinsics;

namespace DrawAot.Tests.Numerics;

/// <summary>Compares a vector function with a double-precision one over a range of floats.</summary>
internal static class VectorMathSweep
{
    /// <summary>The largest error, in units in the last place of the exact result, and where it occurs.</summary>
    /// <param name="from">One end of the range.</param>
    /// <param name="to">The other end, of the same sign and included.</param>
    /// <param name="stride">Every how many floats to look at; 1 for all.</param>
    /// <param name="function">The function to measure.</param>
    /// <param name="exact">Its exact value.</param>
    public static (double Ulps, float At) WorstUlps(
        float from, float to, uint stride, Func<Vector512<float>, Vector512<float>> function, Func<double, double> exact)
    {
        uint first = BitConverter.SingleToUInt32Bits(from), last = BitConverter.SingleToUInt32Bits(to);
        (first, last) = (Math.Min(first, last), Math.Max(first, last));
        double worst = 0;
        float at = from;
        Span<float> arguments = stackalloc float[Vector512<float>.Count];
        for (ulong bits = first; bits <= last;)
        {
            for (int lane = 0; lane < arguments.Length; lane++, bits += stride)
            {
                arguments[lane] = BitConverter.UInt32BitsToSingle((uint)Math.Min(bits, last));
            }

            Vector512<float> results = function(Vector512.Create<float>(arguments));
            for (int lane = 0; lane < arguments.Length; lane++)
            {
                double ulps = Ulps(exact(arguments[lane]), results[lane]);
                if (!(ulps <= worst))
                {
                    (worst, at) = (ulps, arguments[lane]);
                }
            }
        }

        return (worst, at);
    }

    private static double Ulps(double expected, float found)
    {
        const int LeastExponent = -126, FractionBits = 23;
        int exponent = expected == 0 ? LeastExponent : Math.Max(Math.ILogB(expected), LeastExponent);
        return Math.Abs(found - expected) / Math.ScaleB(1, exponent - FractionBits);
    }
}
