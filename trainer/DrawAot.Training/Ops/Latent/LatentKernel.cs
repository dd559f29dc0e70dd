using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Training.Ops.Latent;

/// <summary>Propagates the gradient of z = μ + σ·ε to the posterior, for one image at one glimpse.</summary>
internal static unsafe class LatentKernel
{
    /// <summary>dμ = dz + κ·μ and d log σ = dz·σ·ε + κ·(σ² − 1), the divergence's gradient included.</summary>
    /// <param name="latent">Z, not padded: memory after the vectors is left unchanged.</param>
    /// <param name="mean">μ; receives its gradient.</param>
    /// <param name="logSigma">Receives the gradient of log σ.</param>
    /// <param name="sigma">σ.</param>
    /// <param name="noise">ε.</param>
    /// <param name="dz">Gradient of z.</param>
    /// <param name="klScale">κ.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int latent, float* mean, float* logSigma, float* sigma, float* noise, float* dz, float klScale)
    {
        nint k = 0;
        for (; k <= latent - Vector256<float>.Count; k += Vector256<float>.Count)
        {
            Vector256<float> kl = Vector256.Create(klScale), d = Vector256.Load(dz + k), s = Vector256.Load(sigma + k);
            (d + kl * Vector256.Load(mean + k)).Store(mean + k);
            (d * s * Vector256.Load(noise + k) + kl * (s * s - Vector256<float>.One)).Store(logSigma + k);
        }

        for (; k < latent; k++)
        {
            float d = dz[k], s = sigma[k];
            mean[k] = d + klScale * mean[k];
            logSigma[k] = d * s * noise[k] + klScale * (s * s - 1);
        }
    }
}
