using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DrawAot.Numerics;

/// <summary>
/// Philox4x32-10, the counter-based random number generator of Salmon, Moraes, Dror and Shaw,
/// "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
/// </summary>
/// <remarks>
/// There is no state to seed, advance or share: block number n is computed from n. The test vectors
/// published with the authors' Random123 library hold.
/// </remarks>
public static class Philox
{
    /// <summary>An even number.</summary>
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;

    /// <summary>The increment of the key in each round: the golden ratio's fraction and √3 − 1, times 2³².</summary>
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The four random words that belong to a counter under a key.</summary>
    /// <param name="counter">Which block; its first word is the least significant.</param>
    /// <param name="key">Which of 2⁶⁴ independent sequences of blocks.</param>
    /// <returns>Four words, each uniform over all 2³² values.</returns>
    public static (uint X0, uint X1, uint X2, uint X3) Block(
        (uint X0, uint X1, uint X2, uint X3) counter,
        (uint K0, uint K1) key)
    {
        (uint x0, uint x1, uint x2, uint x3) = counter;
        (uint k0, uint k1) = key;
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * x0;
            ulong product1 = (ulong)Multiplier1 * x2;
            (x0, x1) = ((uint)(product1 >> 32) ^ x1 ^ k0, (uint)product1);
            (x2, x3) = ((uint)(product0 >> 32) ^ x3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>
    /// <see cref="Block"/> for the counters (x0, x1, x2, x3), (x0 + 1, x1, x2, x3) and so on, one for each lane that half a vector has
    /// elements.
    /// </summary>
    /// <param name="counter">The first of the counters; its first word wraps around.</param>
    /// <param name="key">The key of them all.</param>
    /// <param name="evenWords">Words 0 and 2 of the first block, then of the second, and so on.</param>
    /// <param name="oddWords">Words 1 and 3 of the first block, then of the second, and so on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Blocks<T>(
        (uint X0, uint X1, uint X2, uint X3) counter, (uint K0, uint K1) key, out T evenWords, out T oddWords)
        where T : struct, IFloats<T>
    {
        // A counter's word is the first of two neighbours. The second one is part of no product.
        T m0 = T.Bits(unchecked((int)Multiplier0)), m1 = T.Bits(unchecked((int)Multiplier1));
        T x0 = T.AddBits(T.Bits((int)counter.X0), T.Load(ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(BlockNumbers)), 0));
        T x1 = T.Bits((int)counter.X1), x2 = T.Bits((int)counter.X2), x3 = T.Bits((int)counter.X3);
        (uint k0, uint k1) = key;
        for (int round = 0; round < Rounds; round += 2)
        {
            // Two rounds, which leave every word in the variable it came from.
            T product0 = T.MultiplyFirsts(m0, x0), product1 = T.MultiplyFirsts(m1, x2);
            x0 = T.SecondsToFirsts(product1) ^ x1 ^ T.Bits((int)k0);
            x2 = T.SecondsToFirsts(product0) ^ x3 ^ T.Bits((int)k1);
            x1 = T.MultiplyFirsts(m1, x2);
            x3 = T.MultiplyFirsts(m0, x0);
            x0 = T.SecondsToFirsts(x1) ^ product1 ^ T.Bits((int)(k0 + Weyl0));
            x2 = T.SecondsToFirsts(x3) ^ product0 ^ T.Bits((int)(k1 + Weyl1));
            k0 += unchecked(2 * Weyl0);
            k1 += unchecked(2 * Weyl1);
        }

        T firsts = T.SecondsToFirsts(T.Bits(-1));
        evenWords = (x0 & firsts) ^ T.FirstsToSeconds(x2);
        oddWords = (x1 & firsts) ^ T.FirstsToSeconds(x3);
    }

    /// <summary>The increment of the first word of each counter; the second one of two neighbours does not matter.</summary>
    private static ReadOnlySpan<int> BlockNumbers => [0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0];
}
