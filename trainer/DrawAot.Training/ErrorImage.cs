using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Training;

/// <summary>The canvas as the error image sees it: x̂ = x − σ(c).</summary>
internal static unsafe class ErrorImage
{
    /// <summary>dc −= dx̂·σ·(1 − σ).</summary>
    /// <param name="dCanvas">Gradient of c.</param>
    /// <param name="dError">Gradient of x̂.</param>
    /// <param name="ink">σ(c).</param>
    /// <param name="length">Pixels, padded.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* dCanvas, float* dError, float* ink, int length)
    {
        for (nint k = 0; k < length; k += Vector512<float>.Count)
        {
            Vector512<float> s = Vector512.Load(ink + k);
            (Vector512.Load(dCanvas + k) - Vector512.Load(dError + k) * s * (Vector512<float>.One - s)).Store(dCanvas + k);
        }
    }
}
