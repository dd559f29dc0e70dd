using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

/// <summary>
/// Latents as 7-bit integers like those of <see cref="HiddenBytes"/>, s = 64 + round(63·z / limit). Nothing bounds a latent, so
/// the limit is the largest magnitude among those of a glimpse.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LatentBytes
{
    private const float RoundingShift = 12582912f;

    /// <summary>Below it 63 / limit would be infinite.</summary>
    private const float Smallest = 1e-36f;

    /// <summary>Rounds latents to integers, halves to even.</summary>
    /// <param name="latents">z; a multiple of 16 of them.</param>
    /// <param name="bytes">Receives as many integers.</param>
    /// <returns>The limit, what the integer 127 stands for: max |z|, or 1 where that is below 1e-36; NaN where one is.</returns>
    public static float Round(ReadOnlySpan<float> latents, Span<byte> bytes)
    {
        float limit = MathF.Abs(TensorPrimitives.MaxMagnitude(latents));
        limit = limit < Smallest ? 1 : limit;
        RoundTo(limit, latents, bytes);
        return limit;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RoundTo(float limit, ReadOnlySpan<float> latents, Span<byte> bytes)
    {
        ref float z = ref MemoryMarshal.GetReference(latents);
        ref byte s = ref MemoryMarshal.GetReference(bytes);
        Vector512<float> perUnit = Vector512.Create(HiddenBytes.One / limit);
        for (nuint k = 0; k < (nuint)latents.Length; k += 16)
        {
            // 1.5·2²³ + 64 + 63·z/limit is an integer whose lowest byte is s.
            Vector512<int> shifted = Vector512.MultiplyAddEstimate(
                Vector512.LoadUnsafe(ref z, k), perUnit, Vector512.Create(RoundingShift + HiddenBytes.Zero)).AsInt32();
            Vector512<int> lowest = shifted & Vector512.Create(0x7F);
            Vector256<short> words = Vector256.Narrow(lowest.GetLower(), lowest.GetUpper());
            Vector128.Narrow(words.GetLower(), words.GetUpper()).AsByte().StoreUnsafe(ref s, k);
        }
    }
}
