using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

/// <summary>
/// The elementary functions that a model needs, sixteen floats at a time: <c>Exp</c>, <c>Log</c>,
/// <c>Sigmoid</c>, <c>Tanh</c>, <c>SinCosTurns</c> and <c>Sum</c>.
/// </summary>
/// <remarks>
/// <para>
/// Each function is a short run of branch-free arithmetic that is inlined where it is used, so that a loop
/// around it contains no call and keeps its accumulators in registers. It is written once, over
/// <see cref="IFloats{TSelf}"/>, and computed in vectors as wide as the hardware has: where those are of 128 bits,
/// a Vector512 is four calls.
/// </para>
/// <para>
/// Results are the same to the last bit on AVX2, AVX-512 and Arm: only operations that IEEE 754 rounds
/// correctly are used, in one order, and every multiply-add is a <c>MultiplyAddEstimate</c>, which is fused
/// wherever the hardware can. On x86 without FMA it is a product and a sum, which may round differently.
/// </para>
/// <para>
/// The polynomials were fitted for this library by Remez exchange, in the error weight that each function
/// names, with the coefficients rounded to float one after the other from the lowest order up and the rest
/// fitted again after each. Stated errors are the largest found over every float of the range, in units in
/// the last place (ulp) of the exact result, with fused multiply-adds.
/// </para>
/// </remarks>
public static partial class VectorMath
{
    /// <summary>
    /// 1.5·2²³. Floats of this size are one apart, so adding it rounds to an integer, which then stands in
    /// the low bits of the sum; subtracting it again gives that integer as a float. No conversion, and so
    /// none of the differences between platforms that conversions have.
    /// </summary>
    private const float RoundingShift = 12582912f;

    /// <summary>
    /// ln 2 = <see cref="LogTwoHigh"/> + <see cref="LogTwoLow"/>. The first has nine bits, so that its product
    /// with an exponent is exact even without fused multiply-adds.
    /// </summary>
    private const float LogTwoHigh = 0.693359375f, LogTwoLow = -2.12194440e-4f;

    /// <summary>Bits of a float below its exponent.</summary>
    private const int FractionBits = 23;

    /// <summary>The bits of 1.0f.</summary>
    private const int OneBits = 0x3F80_0000;

    /// <summary>The bit that makes a float negative.</summary>
    private const int SignBit = int.MinValue;

    /// <summary>0, 1, … 15. A constant, where <see cref="Vector512{T}.Indices"/> is made one by one without AVX-512.</summary>
    public static Vector512<float> LaneNumbers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f, 10f, 11f, 12f, 13f, 14f, 15f);
    }
}
