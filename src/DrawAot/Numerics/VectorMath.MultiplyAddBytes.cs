using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DrawAot.Numerics;

public static partial class VectorMath
{
    /// <summary>
    /// To each of sixteen sums Σ s·q over eight inputs: bytes 4k … 4k + 3 of both pairs of vectors belong to sum k. Exact
    /// wherever the four products of bytes 0 and 1, and those of bytes 2 and 3, add up to 16 bits.
    /// </summary>
    /// <param name="sums">The sums to add to.</param>
    /// <param name="first">s of the first four inputs, each 0 … 127.</param>
    /// <param name="second">s of the other four.</param>
    /// <param name="firstWeights">q of the first four.</param>
    /// <param name="secondWeights">q of the other four.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAddBytes(
        Vector512<int> sums, Vector512<byte> first, Vector512<byte> second, Vector512<sbyte> firstWeights, Vector512<sbyte> secondWeights)
    {
        if (Avx512BW.IsSupported)
        {
            Vector512<short> products = Avx512BW.MultiplyAddAdjacent(first, firstWeights) + Avx512BW.MultiplyAddAdjacent(second, secondWeights);
            return sums + Avx512BW.MultiplyAddAdjacent(products, Vector512<short>.One);
        }

        // A program compiled for every Arm processor asks the one that it runs on, so it is asked once for sixteen sums.
        if (Dp.IsSupported)
        {
            return Vector512.Create(
                DotProducts(sums.GetLower(), first.GetLower(), second.GetLower(), firstWeights.GetLower(), secondWeights.GetLower()),
                DotProducts(sums.GetUpper(), first.GetUpper(), second.GetUpper(), firstWeights.GetUpper(), secondWeights.GetUpper()));
        }

        return Vector512.Create(
            MultiplyAddBytes(sums.GetLower(), first.GetLower(), second.GetLower(), firstWeights.GetLower(), secondWeights.GetLower()),
            MultiplyAddBytes(sums.GetUpper(), first.GetUpper(), second.GetUpper(), firstWeights.GetUpper(), secondWeights.GetUpper()));
    }

    /// <summary>The same with weights from memory, each of which is used once: they are loaded where they are multiplied.</summary>
    /// <param name="sums">The sums to add to.</param>
    /// <param name="first">s of the first four inputs, each 0 … 127.</param>
    /// <param name="second">s of the other four.</param>
    /// <param name="weights">q of the first four for each sum, 64 of them, then of the other four.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> MultiplyAddBytes(Vector512<int> sums, Vector512<byte> first, Vector512<byte> second, ref readonly sbyte weights)
    {
        const int Half = 32, Second = 64;
        return Avx512BW.IsSupported || Dp.IsSupported
            ? MultiplyAddBytes(sums, first, second, Vector512.LoadUnsafe(in weights), Vector512.LoadUnsafe(in weights, Second))
            : Vector512.Create(
                MultiplyAddBytes(
                    sums.GetLower(), first.GetLower(), second.GetLower(),
                    Vector256.LoadUnsafe(in weights), Vector256.LoadUnsafe(in weights, Second)),
                MultiplyAddBytes(
                    sums.GetUpper(), first.GetUpper(), second.GetUpper(),
                    Vector256.LoadUnsafe(in weights, Half), Vector256.LoadUnsafe(in weights, Second + Half)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> MultiplyAddBytes(
        Vector256<int> sums, Vector256<byte> first, Vector256<byte> second, Vector256<sbyte> firstWeights, Vector256<sbyte> secondWeights)
    {
        if (Avx2.IsSupported)
        {
            Vector256<short> products = Avx2.MultiplyAddAdjacent(first, firstWeights) + Avx2.MultiplyAddAdjacent(second, secondWeights);
            return sums + Avx2.MultiplyAddAdjacent(products, Vector256<short>.One);
        }

        return Vector256.Create(
            MultiplyAddBytes(sums.GetLower(), first.GetLower(), second.GetLower(), firstWeights.GetLower(), secondWeights.GetLower()),
            MultiplyAddBytes(sums.GetUpper(), first.GetUpper(), second.GetUpper(), firstWeights.GetUpper(), secondWeights.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAddBytes(
        Vector128<int> sums, Vector128<byte> first, Vector128<byte> second, Vector128<sbyte> firstWeights, Vector128<sbyte> secondWeights)
    {
        if (Ssse3.IsSupported)
        {
            Vector128<short> products = Ssse3.MultiplyAddAdjacent(first, firstWeights) + Ssse3.MultiplyAddAdjacent(second, secondWeights);
            return sums + Sse2.MultiplyAddAdjacent(products, Vector128<short>.One);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return sums + AdvSimd.AddPairwiseWidening(
                ProductsOfPairs(first.AsSByte(), firstWeights) + ProductsOfPairs(second.AsSByte(), secondWeights));
        }

        Vector128<int> result = sums;
        for (int sum = 0; sum < Vector128<int>.Count; sum++)
        {
            int added = sums[sum];
            for (int k = 4 * sum; k < 4 * sum + 4; k++)
            {
                added += first[k] * firstWeights[k] + second[k] * secondWeights[k];
            }

            result = result.WithElement(sum, added);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> DotProducts(
        Vector256<int> sums, Vector256<byte> first, Vector256<byte> second, Vector256<sbyte> firstWeights, Vector256<sbyte> secondWeights) =>
        Vector256.Create(
            DotProducts(sums.GetLower(), first.GetLower(), second.GetLower(), firstWeights.GetLower(), secondWeights.GetLower()),
            DotProducts(sums.GetUpper(), first.GetUpper(), second.GetUpper(), firstWeights.GetUpper(), secondWeights.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> DotProducts(
        Vector128<int> sums, Vector128<byte> first, Vector128<byte> second, Vector128<sbyte> firstWeights, Vector128<sbyte> secondWeights) =>
        Dp.DotProduct(Dp.DotProduct(sums, first.AsSByte(), firstWeights), second.AsSByte(), secondWeights);

    /// <summary>Sums of two neighbouring products, as x86's multiply-add of bytes has them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> ProductsOfPairs(Vector128<sbyte> states, Vector128<sbyte> weights) => AdvSimd.Arm64.AddPairwise(
        AdvSimd.MultiplyWideningLower(states.GetLower(), weights.GetLower()), AdvSimd.MultiplyWideningUpper(states, weights));
}
