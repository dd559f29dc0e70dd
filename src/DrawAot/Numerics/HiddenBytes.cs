using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

/// <summary>
/// Hidden states of an LSTM as 7-bit integers: s = 64 + round(63·h), and so 1 … 127. Only a learned initial state can be
/// beyond [−1, 1]; it counts as ±1.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HiddenBytes
{
    /// <summary>The integer of a state of 0.</summary>
    internal const int Zero = 64;

    /// <summary>How many integers a state of 1 is away from that of 0.</summary>
    internal const int One = 63;

    private const float RoundingShift = 12582912f;

    /// <summary>Rounds states to integers, halves to even.</summary>
    /// <param name="states">h; a multiple of 16 of them.</param>
    /// <param name="bytes">Receives as many integers.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of 16.</exception>
    public static void Round(ReadOnlySpan<float> states, Span<byte> bytes)
    {
        RequireLengths(states.Length, bytes.Length);
        RoundWhole(states, bytes);
    }

    /// <summary>Requires as many integers as numbers, in whole vectors.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of 16.</exception>
    internal static void RequireLengths(int numbers, int integers)
    {
        if (numbers != integers || numbers % Vector512<float>.Count != 0)
        {
            throw new ArgumentException(
                $"There are {numbers} numbers and room for {integers} integers; as many of both, a multiple of {Vector512<float>.Count}, were expected.");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RoundWhole(ReadOnlySpan<float> states, Span<byte> bytes)
    {
        ref float h = ref MemoryMarshal.GetReference(states);
        ref byte s = ref MemoryMarshal.GetReference(bytes);
        for (nuint k = 0; k < (nuint)states.Length; k += 16)
        {
            Vector512<float> clamped = Vector512.MinNative(Vector512.MaxNative(Vector512.LoadUnsafe(ref h, k), -Vector512<float>.One), Vector512<float>.One);
            Integers(clamped, Vector512.Create((float)One)).StoreUnsafe(ref s, k);
        }
    }

    /// <summary>64 + round(x·perUnit) of numbers for which that is 0 … 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> Integers(Vector512<float> x, Vector512<float> perUnit)
    {
        // 1.5·2²³ + 64 + x·perUnit is an integer whose lowest byte is s.
        Vector512<int> lowest = Vector512.MultiplyAddEstimate(x, perUnit, Vector512.Create(RoundingShift + Zero)).AsInt32() & Vector512.Create(0x7F);
        Vector256<short> words = Vector256.Narrow(lowest.GetLower(), lowest.GetUpper());
        return Vector128.Narrow(words.GetLower(), words.GetUpper()).AsByte();
    }
}
