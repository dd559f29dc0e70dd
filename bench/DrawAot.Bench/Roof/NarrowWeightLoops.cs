using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DrawAot.Bench.Roof;

/// <summary>
/// The multiply-adds of weights that are stored in less than 32 bits. The weights come from a buffer that stays in the
/// first-level cache. In registers they would be widened once, before the loop.
/// </summary>
internal static class NarrowWeightLoops
{
    /// <summary>Bytes of the buffer of weights.</summary>
    public const int BufferSize = 8192;

    /// <summary>Pictures that share a weight in <see cref="Bfloat16Tile"/>.</summary>
    public const int Tile = 6;

    /// <summary>
    /// bfloat16, one product a weight: of two weights in a 32-bit lane the one is widened by a shift, and the other is the
    /// lane as it is, with the first one's bits after its own.
    /// </summary>
    /// <returns>Something that depends on all of it. Each turn does <see cref="BufferSize"/> / 2 multiply-adds.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Bfloat16(ReadOnlySpan<byte> strip, int turns)
    {
        ref uint w = ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(strip));
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> x = Vector512.Create(0.5f), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x;
            for (int turn = 0; turn < turns; turn++)
            {
                for (nuint k = 0; k < BufferSize / sizeof(uint); k += 4 * 16)
                {
                    Vector512<uint> w0 = Vector512.LoadUnsafe(ref w, k), w1 = Vector512.LoadUnsafe(ref w, k + 16);
                    Vector512<uint> w2 = Vector512.LoadUnsafe(ref w, k + 32), w3 = Vector512.LoadUnsafe(ref w, k + 48);
                    a = Vector512.MultiplyAddEstimate((w0 << 16).AsSingle(), x, a);
                    b = Vector512.MultiplyAddEstimate(w0.AsSingle(), x, b);
                    c = Vector512.MultiplyAddEstimate((w1 << 16).AsSingle(), x, c);
                    d = Vector512.MultiplyAddEstimate(w1.AsSingle(), x, d);
                    e = Vector512.MultiplyAddEstimate((w2 << 16).AsSingle(), x, e);
                    f = Vector512.MultiplyAddEstimate(w2.AsSingle(), x, f);
                    g = Vector512.MultiplyAddEstimate((w3 << 16).AsSingle(), x, g);
                    h = Vector512.MultiplyAddEstimate(w3.AsSingle(), x, h);
                }
            }

            return (a + b + c + d + e + f + g + h).ToScalar();
        }
        else
        {
            Vector256<float> x = Vector256.Create(0.5f), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x;
            for (int turn = 0; turn < turns; turn++)
            {
                for (nuint k = 0; k < BufferSize / sizeof(uint); k += 4 * 8)
                {
                    Vector256<uint> w0 = Vector256.LoadUnsafe(ref w, k), w1 = Vector256.LoadUnsafe(ref w, k + 8);
                    Vector256<uint> w2 = Vector256.LoadUnsafe(ref w, k + 16), w3 = Vector256.LoadUnsafe(ref w, k + 24);
                    a = Vector256.MultiplyAddEstimate((w0 << 16).AsSingle(), x, a);
                    b = Vector256.MultiplyAddEstimate(w0.AsSingle(), x, b);
                    c = Vector256.MultiplyAddEstimate((w1 << 16).AsSingle(), x, c);
                    d = Vector256.MultiplyAddEstimate(w1.AsSingle(), x, d);
                    e = Vector256.MultiplyAddEstimate((w2 << 16).AsSingle(), x, e);
                    f = Vector256.MultiplyAddEstimate(w2.AsSingle(), x, f);
                    g = Vector256.MultiplyAddEstimate((w3 << 16).AsSingle(), x, g);
                    h = Vector256.MultiplyAddEstimate(w3.AsSingle(), x, h);
                }
            }

            return (a + b + c + d + e + f + g + h).ToScalar();
        }
    }

    /// <summary>bfloat16, each widened weight used for <see cref="Tile"/> pictures.</summary>
    /// <returns>Something that depends on all of it. Each turn does <see cref="Tile"/>·<see cref="BufferSize"/> / 2 multiply-adds.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Bfloat16Tile(ReadOnlySpan<byte> strip, int turns)
    {
        ref uint w = ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(strip));
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> x = Vector512.Create(0.5f), a = x, b = x, c = x, d = x, e = x, f = x;
            Vector512<float> a2 = x, b2 = x, c2 = x, d2 = x, e2 = x, f2 = x;
            for (int turn = 0; turn < turns; turn++)
            {
                for (nuint k = 0; k < BufferSize / sizeof(uint); k += 16)
                {
                    Vector512<uint> pair = Vector512.LoadUnsafe(ref w, k);
                    Vector512<float> w0 = (pair << 16).AsSingle(), w1 = pair.AsSingle();
                    a = Vector512.MultiplyAddEstimate(w0, x, a);
                    b = Vector512.MultiplyAddEstimate(w0, x, b);
                    c = Vector512.MultiplyAddEstimate(w0, x, c);
                    d = Vector512.MultiplyAddEstimate(w0, x, d);
                    e = Vector512.MultiplyAddEstimate(w0, x, e);
                    f = Vector512.MultiplyAddEstimate(w0, x, f);
                    a2 = Vector512.MultiplyAddEstimate(w1, x, a2);
                    b2 = Vector512.MultiplyAddEstimate(w1, x, b2);
                    c2 = Vector512.MultiplyAddEstimate(w1, x, c2);
                    d2 = Vector512.MultiplyAddEstimate(w1, x, d2);
                    e2 = Vector512.MultiplyAddEstimate(w1, x, e2);
                    f2 = Vector512.MultiplyAddEstimate(w1, x, f2);
                }
            }

            return (a + b + c + d + e + f + a2 + b2 + c2 + d2 + e2 + f2).ToScalar();
        }
        else
        {
            Vector256<float> x = Vector256.Create(0.5f), a = x, b = x, c = x, d = x, e = x, f = x;
            Vector256<float> a2 = x, b2 = x, c2 = x, d2 = x, e2 = x, f2 = x;
            for (int turn = 0; turn < turns; turn++)
            {
                for (nuint k = 0; k < BufferSize / sizeof(uint); k += 8)
                {
                    Vector256<uint> pair = Vector256.LoadUnsafe(ref w, k);
                    Vector256<float> w0 = (pair << 16).AsSingle(), w1 = pair.AsSingle();
                    a = Vector256.MultiplyAddEstimate(w0, x, a);
                    b = Vector256.MultiplyAddEstimate(w0, x, b);
                    c = Vector256.MultiplyAddEstimate(w0, x, c);
                    d = Vector256.MultiplyAddEstimate(w0, x, d);
                    e = Vector256.MultiplyAddEstimate(w0, x, e);
                    f = Vector256.MultiplyAddEstimate(w0, x, f);
                    a2 = Vector256.MultiplyAddEstimate(w1, x, a2);
                    b2 = Vector256.MultiplyAddEstimate(w1, x, b2);
                    c2 = Vector256.MultiplyAddEstimate(w1, x, c2);
                    d2 = Vector256.MultiplyAddEstimate(w1, x, d2);
                    e2 = Vector256.MultiplyAddEstimate(w1, x, e2);
                    f2 = Vector256.MultiplyAddEstimate(w1, x, f2);
                }
            }

            return (a + b + c + d + e + f + a2 + b2 + c2 + d2 + e2 + f2).ToScalar();
        }
    }

    /// <summary>
    /// int8: bytes to sums of two products in 16 bits, two of those added, then to sums in 32 bits
    /// (<c>MultiplyAddAdjacent</c> twice).
    /// </summary>
    /// <returns>Something that depends on all of it. Each turn does <see cref="BufferSize"/> multiply-adds.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Int8(ReadOnlySpan<byte> strip, int turns)
    {
        ref sbyte q = ref Unsafe.As<byte, sbyte>(ref MemoryMarshal.GetReference(strip));
        if (Avx512BW.IsSupported)
        {
            Vector512<byte> x = Vector512.Create((byte)3), y = Vector512.Create((byte)5);
            Vector512<short> one = Vector512<short>.One;
            Vector512<int> a = Vector512<int>.Zero, b = a, c = a, d = a;
            for (int turn = 0; turn < turns; turn++)
            {
                for (nuint k = 0; k < BufferSize; k += 8 * 64)
                {
                    a += Avx512BW.MultiplyAddAdjacent(
                        Avx512BW.MultiplyAddAdjacent(x, Vector512.LoadUnsafe(ref q, k))
                        + Avx512BW.MultiplyAddAdjacent(y, Vector512.LoadUnsafe(ref q, k + 64)), one);
                    b += Avx512BW.MultiplyAddAdjacent(
                        Avx512BW.MultiplyAddAdjacent(x, Vector512.LoadUnsafe(ref q, k + 128))
                        + Avx512BW.MultiplyAddAdjacent(y, Vector512.LoadUnsafe(ref q, k + 192)), one);
                    c += Avx512BW.MultiplyAddAdjacent(
                        Avx512BW.MultiplyAddAdjacent(x, Vector512.LoadUnsafe(ref q, k + 256))
                        + Avx512BW.MultiplyAddAdjacent(y, Vector512.LoadUnsafe(ref q, k + 320)), one);
                    d += Avx512BW.MultiplyAddAdjacent(
                        Avx512BW.MultiplyAddAdjacent(x, Vector512.LoadUnsafe(ref q, k + 384))
                        + Avx512BW.MultiplyAddAdjacent(y, Vector512.LoadUnsafe(ref q, k + 448)), one);
                }
            }

            return (a + b + c + d).ToScalar();
        }

        if (Avx2.IsSupported)
        {
            Vector256<byte> x = Vector256.Create((byte)3), y = Vector256.Create((byte)5);
            Vector256<short> one = Vector256<short>.One;
            Vector256<int> a = Vector256<int>.Zero, b = a, c = a, d = a;
            for (int turn = 0; turn < turns; turn++)
            {
                for (nuint k = 0; k < BufferSize; k += 8 * 32)
                {
                    a += Avx2.MultiplyAddAdjacent(
                        Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref q, k))
                        + Avx2.MultiplyAddAdjacent(y, Vector256.LoadUnsafe(ref q, k + 32)), one);
                    b += Avx2.MultiplyAddAdjacent(
                        Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref q, k + 64))
                        + Avx2.MultiplyAddAdjacent(y, Vector256.LoadUnsafe(ref q, k + 96)), one);
                    c += Avx2.MultiplyAddAdjacent(
                        Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref q, k + 128))
                        + Avx2.MultiplyAddAdjacent(y, Vector256.LoadUnsafe(ref q, k + 160)), one);
                    d += Avx2.MultiplyAddAdjacent(
                        Avx2.MultiplyAddAdjacent(x, Vector256.LoadUnsafe(ref q, k + 192))
                        + Avx2.MultiplyAddAdjacent(y, Vector256.LoadUnsafe(ref q, k + 224)), one);
                }
            }

            return (a + b + c + d).ToScalar();
        }

        throw new PlatformNotSupportedException("The roof of int8 is measured with AVX2 or AVX-512.");
    }
}
