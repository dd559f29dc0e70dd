using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DrawAot.Bench.Roof;

/// <summary>Reads memory and does nothing with it but OR whole vectors together.</summary>
internal static class Walks
{
    /// <summary>Bytes of one turn; strips are multiples of it.</summary>
    public const int TurnSize = 4 * 64;

    private const int Ahead = 1024;

    /// <summary>Walks through strips one after another.</summary>
    /// <param name="buffer">The strips.</param>
    /// <param name="sizes">The size of each in bytes.</param>
    /// <param name="walk">How to walk through each.</param>
    /// <returns>Something that depends on all of it, as every walk's result does.</returns>
    public static int Strips(ReadOnlySpan<byte> buffer, ReadOnlySpan<int> sizes, Func<ReadOnlySpan<byte>, int> walk)
    {
        int bits = 0, at = 0;
        foreach (int size in sizes)
        {
            bits |= walk(buffer.Slice(at, size));
            at += size;
        }

        return bits;
    }

    /// <summary>From the first byte to the last.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Forwards(ReadOnlySpan<byte> buffer)
    {
        ref byte start = ref MemoryMarshal.GetReference(buffer);
        Vector512<byte> a = Vector512<byte>.Zero, b = a, c = a, d = a;
        for (nuint at = 0; at < (nuint)buffer.Length; at += TurnSize)
        {
            a |= Vector512.LoadUnsafe(ref start, at);
            b |= Vector512.LoadUnsafe(ref start, at + 64);
            c |= Vector512.LoadUnsafe(ref start, at + 128);
            d |= Vector512.LoadUnsafe(ref start, at + 192);
        }

        return (a | b | c | d).AsInt32().ToScalar();
    }

    /// <summary>From the last byte to the first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Backwards(ReadOnlySpan<byte> buffer)
    {
        ref byte start = ref MemoryMarshal.GetReference(buffer);
        Vector512<byte> a = Vector512<byte>.Zero, b = a, c = a, d = a;
        for (nint at = buffer.Length - TurnSize; at >= 0; at -= TurnSize)
        {
            a |= Vector512.LoadUnsafe(ref start, (nuint)at + 192);
            b |= Vector512.LoadUnsafe(ref start, (nuint)at + 128);
            c |= Vector512.LoadUnsafe(ref start, (nuint)at + 64);
            d |= Vector512.LoadUnsafe(ref start, (nuint)at);
        }

        return (a | b | c | d).AsInt32().ToScalar();
    }

    /// <summary>Four quarters side by side, as kernels read the panels of four gates.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Quarters(ReadOnlySpan<byte> buffer)
    {
        ref byte start = ref MemoryMarshal.GetReference(buffer);
        nuint quarter = (nuint)buffer.Length / TurnSize * 64;
        Vector512<byte> a = Vector512<byte>.Zero, b = a, c = a, d = a;
        for (nuint at = 0; at < quarter; at += 64)
        {
            a |= Vector512.LoadUnsafe(ref start, at);
            b |= Vector512.LoadUnsafe(ref start, at + quarter);
            c |= Vector512.LoadUnsafe(ref start, at + 2 * quarter);
            d |= Vector512.LoadUnsafe(ref start, at + 3 * quarter);
        }

        return (a | b | c | d).AsInt32().ToScalar();
    }

    /// <summary>From the first byte to the last, asking for what comes a kilobyte later.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static unsafe int Prefetching(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            Vector512<byte> a = Vector512<byte>.Zero, b = a, c = a, d = a;
            for (nuint at = 0; at < (nuint)buffer.Length; at += TurnSize)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(start + at + Ahead);
                    Sse.Prefetch0(start + at + Ahead + 64);
                    Sse.Prefetch0(start + at + Ahead + 128);
                    Sse.Prefetch0(start + at + Ahead + 192);
                }

                a |= Vector512.Load(start + at);
                b |= Vector512.Load(start + at + 64);
                c |= Vector512.Load(start + at + 128);
                d |= Vector512.Load(start + at + 192);
            }

            return (a | b | c | d).AsInt32().ToScalar();
        }
    }
}
