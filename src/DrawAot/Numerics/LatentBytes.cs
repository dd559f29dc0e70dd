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
    /// <summary>Below it 63 / limit would be infinite.</summary>
    private const float Smallest = 1e-36f;

    /// <summary>Rounds latents to integers, halves to even.</summary>
    /// <param name="latents">z; a multiple of 16 of them.</param>
    /// <param name="bytes">Receives as many integers.</param>
    /// <returns>The limit, what the integer 127 stands for: max |z|, or 1 where that is below 1e-36; NaN where one is.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of 16.</exception>
    public static float Round(ReadOnlySpan<float> latents, Span<byte> bytes)
    {
        HiddenBytes.RequireLengths(latents.Length, bytes.Length);
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
            HiddenBytes.Integers(Vector512.LoadUnsafe(ref z, k), perUnit).StoreUnsafe(ref s, k);
        }
    }
}
