using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

/// <summary>
/// Latents as 7-bit integers like those of <see cref="HiddenQuantizer"/>, s = 64 + round(63·z / absmax). Latents are
/// unbounded, so the step of each vector is a 63rd of its absmax, the largest magnitude in it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LatentQuantizer
{
    /// <summary>Below it 63 / absmax would be infinite.</summary>
    private const float Smallest = 1e-36f;

    /// <summary>Quantizes latents, rounding halves to even.</summary>
    /// <param name="latents">
    /// z, then room for one integer s a latent, four to a float, then for the absmax, which the integer 127 stands for: max |z|, or
    /// 1 where that is below 1e-36; NaN where a latent is.
    /// </param>
    /// <param name="count">Number of latents, a multiple of 16; the integers start there.</param>
    /// <exception cref="ArgumentException">The number is not a multiple of 16, or there is no room for integers and absmax.</exception>
    public static void Quantize(Span<float> latents, int count)
    {
        HiddenQuantizer.RequireWholeVectors(count);
        latents = latents[..(count + count / 4 + 1)];
        float absmax = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(latents[..count]));
        absmax = absmax < Smallest ? 1 : absmax;
        Quantize(absmax, latents[..count], MemoryMarshal.AsBytes(latents[count..])[..count]);
        latents[count + count / 4] = absmax;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Quantize(float absmax, ReadOnlySpan<float> latents, Span<byte> integers)
    {
        ref float z = ref MemoryMarshal.GetReference(latents);
        ref byte s = ref MemoryMarshal.GetReference(integers);
        Vector512<float> perUnit = Vector512.Create(HiddenQuantizer.One / absmax);
        for (nuint k = 0; k < (nuint)latents.Length; k += 16)
        {
            HiddenQuantizer.Integers(Vector512.LoadUnsafe(ref z, k), perUnit).StoreUnsafe(ref s, k);
        }
    }
}
