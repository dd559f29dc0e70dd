using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

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
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;

    /// <summary>What each round adds to the key: the golden ratio's fraction and √3 − 1, times 2³².</summary>
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
    /// <see cref="Block"/> for eight counters at once: (x0, x1, x2, x3) and those with x0 + 1 … x0 + 7.
    /// </summary>
    /// <param name="counter">The first of the eight counters; its first word wraps around.</param>
    /// <param name="key">The key of them all.</param>
    /// <param name="evenWords">Words 0 and 2 of the first block, then of the second, and so on.</param>
    /// <param name="oddWords">Words 1 and 3 of the first block, then of the second, and so on.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void EightBlocks(
        (uint X0, uint X1, uint X2, uint X3) counter,
        (uint K0, uint K1) key,
        out Vector512<uint> evenWords,
        out Vector512<uint> oddWords)
    {
        // One counter in each 64-bit lane, a 32-bit word at a time, so that products have room.
        Vector512<ulong> word = Create((ulong)uint.MaxValue);
        Vector512<ulong> x0 = (Create((ulong)counter.X0) + Create(0ul, 1, 2, 3, 4, 5, 6, 7)) & word;
        Vector512<ulong> x1 = Create((ulong)counter.X1);
        Vector512<ulong> x2 = Create((ulong)counter.X2);
        Vector512<ulong> x3 = Create((ulong)counter.X3);
        (uint k0, uint k1) = key;
        for (int round = 0; round < Rounds; round++)
        {
            Vector512<ulong> product0 = Create((ulong)Multiplier0) * x0;
            Vector512<ulong> product1 = Create((ulong)Multiplier1) * x2;
            (x0, x1) = ((product1 >> 32) ^ x1 ^ Create((ulong)k0), product1 & word);
            (x2, x3) = ((product0 >> 32) ^ x3 ^ Create((ulong)k1), product0 & word);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        evenWords = (x0 | (x2 << 32)).AsUInt32();
        oddWords = (x1 | (x3 << 32)).AsUInt32();
    }
}
