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
public static class HiddenQuantizer
{
    /// <summary>The zero point: the integer of a state of 0.</summary>
    internal const int Zero = 64;

    /// <summary>The difference between the integers of the states 1 and 0.</summary>
    internal const int One = 63;

    private const float RoundingShift = 12582912f;

    /// <summary>Quantizes states, rounding halves to even.</summary>
    /// <param name="states">h, then room for one integer s a state, four to a float.</param>
    /// <param name="count">Number of states, a multiple of 16; the integers start there.</param>
    /// <exception cref="ArgumentException">The number is not a multiple of 16, or there is no room for the integers.</exception>
    public static void Quantize(Span<float> states, int count)
    {
        RequireWholeVectors(count);
        Quantize(states[..count], MemoryMarshal.AsBytes(states[count..])[..count]);
    }

    /// <summary>Requires a multiple of 16.</summary>
    /// <exception cref="ArgumentException">The number is not a multiple of 16.</exception>
    internal static void RequireWholeVectors(int count)
    {
        if (count % Vector512<float>.Count != 0)
        {
            throw new ArgumentException($"There are {count} numbers to quantize; a multiple of {Vector512<float>.Count} was expected.", nameof(count));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Quantize(ReadOnlySpan<float> states, Span<byte> integers)
    {
        ref float h = ref MemoryMarshal.GetReference(states);
        ref byte s = ref MemoryMarshal.GetReference(integers);
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
