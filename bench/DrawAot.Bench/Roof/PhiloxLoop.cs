using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DrawAot.Bench.Roof;

/// <summary>Philox4x32-10 in registers: counters in, words out, nothing read and nothing stored.</summary>
internal static class PhiloxLoop
{
    /// <summary>Blocks of one turn of <see cref="Blocks"/>; each makes four normals.</summary>
    public static int BlocksPerTurn => Avx512F.IsSupported ? 8 : 4;

    private const int Rounds = 10;

    /// <summary>Makes blocks, one in each 64-bit lane.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static ulong Blocks(int turns)
    {
        const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
        if (Avx512F.IsSupported)
        {
            Vector512<uint> m0 = Vector512.Create((ulong)Multiplier0).AsUInt32(), m1 = Vector512.Create((ulong)Multiplier1).AsUInt32();
            Vector512<ulong> counter = Vector512.Create(0ul, 1, 2, 3, 4, 5, 6, 7), sum = counter, word = Vector512.Create((ulong)uint.MaxValue);
            for (int turn = 0; turn < turns; turn++)
            {
                Vector512<ulong> x0 = counter, x1 = sum & word, x2 = counter, x3 = counter, k0 = m0.AsUInt64(), k1 = m1.AsUInt64();
                for (int round = 0; round < Rounds; round++)
                {
                    Vector512<ulong> p0 = Avx512F.Multiply(m0, x0.AsUInt32()), p1 = Avx512F.Multiply(m1, x2.AsUInt32());
                    (x0, x1) = ((p1 >> 32) ^ x1 ^ k0, p1 & word);
                    (x2, x3) = ((p0 >> 32) ^ x3 ^ k1, p0 & word);
                    k0 += Vector512.Create((ulong)Weyl0);
                    k1 += Vector512.Create((ulong)Weyl1);
                }

                sum ^= (x0 | (x2 << 32)) ^ (x1 | (x3 << 32));
                counter += Vector512.Create(8ul);
            }

            return sum.ToScalar();
        }

        if (Avx2.IsSupported)
        {
            Vector256<uint> m0 = Vector256.Create((ulong)Multiplier0).AsUInt32(), m1 = Vector256.Create((ulong)Multiplier1).AsUInt32();
            Vector256<ulong> counter = Vector256.Create(0ul, 1, 2, 3), sum = counter;
            Vector256<uint> even = Vector256.Create((ulong)uint.MaxValue).AsUInt32();
            for (int turn = 0; turn < turns; turn++)
            {
                // Products read the lower halves of their lanes alone, so the upper ones need not be cleared.
                Vector256<ulong> x0 = counter, x1 = counter, x2 = counter, x3 = counter, k0 = m0.AsUInt64(), k1 = m1.AsUInt64();
                for (int round = 0; round < Rounds; round++)
                {
                    Vector256<ulong> p0 = Avx2.Multiply(m0, x0.AsUInt32()), p1 = Avx2.Multiply(m1, x2.AsUInt32());
                    (x0, x1) = ((p1 >> 32) ^ x1 ^ k0, p1);
                    (x2, x3) = ((p0 >> 32) ^ x3 ^ k1, p0);
                    k0 += Vector256.Create((ulong)Weyl0);
                    k1 += Vector256.Create((ulong)Weyl1);
                }

                sum ^= ((x0 & even.AsUInt64()) | (x2 << 32)) ^ ((x1 & even.AsUInt64()) | (x3 << 32));
                counter += Vector256.Create(4ul);
            }

            return sum.ToScalar();
        }

        throw new PlatformNotSupportedException("The roof of random numbers is measured with AVX2 or AVX-512.");
    }
}
