using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

/// <summary>The likelihoods of Bernoulli pixels and Gaussian latents, in nats.</summary>
/// <remarks>
/// Sixteen terms at a time are summed as floats, in one order, and these sums as doubles: results are the same to the
/// last bit wherever those of <see cref="VectorMath"/> are.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Likelihood
{
    /// <summary>The logit of a pixel that is surely black, and costs nothing if it is.</summary>
    private const float SurelyBlack = -1e30f;

    /// <summary>The error image (the paper's equation 3): x̂ = x − σ(c).</summary>
    /// <param name="image">x, any number of pixels.</param>
    /// <param name="canvas">c, one logit per pixel.</param>
    /// <param name="error">Receives x̂.</param>
    public static void ErrorImage(ReadOnlySpan<float> image, ReadOnlySpan<float> canvas, Span<float> error)
    {
        VectorMath.Sigmoid(canvas, error);
        TensorPrimitives.Subtract(image, error[..image.Length], error);
    }

    /// <summary>−log of the Bernoulli probability of pixels, from logits: Σ max(c, 0) − c·x + log(1 + e^−|c|).</summary>
    /// <param name="image">x, each in [0, 1].</param>
    /// <param name="canvas">c, one logit per pixel.</param>
    /// <returns>Nats.</returns>
    public static double Bernoulli(ReadOnlySpan<float> image, ReadOnlySpan<float> canvas)
    {
        double nats = 0;
        for (int pixel = 0; pixel < image.Length; pixel += Vector512<float>.Count)
        {
            Vector512<float> x = Load(image, pixel, padding: 0), c = Load(canvas, pixel, SurelyBlack);
            Vector512<float> surplus = Vector512.Max(c, Vector512<float>.Zero) - c * x;
            Vector512<float> softplus = VectorMath.Log(Vector512<float>.One + VectorMath.Exp(-Vector512.Abs(c)));
            nats += VectorMath.Sum(surplus + softplus);
        }

        return nats;
    }

    /// <summary>KL(N(μ, σ²) ‖ N(0, I)) (the paper's equation 11): ½·Σ (μ² + σ² − 2·log σ − 1).</summary>
    /// <param name="mean">μ.</param>
    /// <param name="logSigma">log σ, of the same length.</param>
    /// <returns>Nats.</returns>
    public static double Divergence(ReadOnlySpan<float> mean, ReadOnlySpan<float> logSigma)
    {
        double nats = 0;
        for (int k = 0; k < mean.Length; k += Vector512<float>.Count)
        {
            Vector512<float> mu = Load(mean, k, padding: 0), s = Load(logSigma, k, padding: 0);
            Vector512<float> variance = VectorMath.Exp(s + s);
            nats += VectorMath.Sum(mu * mu + (variance - (s + s) - Vector512<float>.One));
        }

        return nats / 2;
    }

    /// <summary>A latent of the posterior (the paper's equation 6): z = μ + σ·ε.</summary>
    /// <param name="mean">μ.</param>
    /// <param name="logSigma">log σ, of the same length.</param>
    /// <param name="noise">ε, of the same length.</param>
    /// <param name="latent">Receives z.</param>
    public static void SamplePosterior(
        ReadOnlySpan<float> mean, ReadOnlySpan<float> logSigma, ReadOnlySpan<float> noise, Span<float> latent)
    {
        VectorMath.Exp(logSigma, latent);
        TensorPrimitives.MultiplyAddEstimate(latent[..mean.Length], noise, mean, latent);
    }

    /// <summary>log N(z; 0, I) − log N(z; μ, σ²) of z = μ + σ·ε: Σ ½·(ε² − z²) + log σ.</summary>
    /// <param name="noise">ε.</param>
    /// <param name="logSigma">log σ, of the same length.</param>
    /// <param name="latent">z, of the same length.</param>
    /// <returns>Nats.</returns>
    public static double LogPriorOverPosterior(
        ReadOnlySpan<float> noise, ReadOnlySpan<float> logSigma, ReadOnlySpan<float> latent)
    {
        double nats = 0;
        for (int k = 0; k < noise.Length; k += Vector512<float>.Count)
        {
            Vector512<float> e = Load(noise, k, padding: 0), s = Load(logSigma, k, padding: 0), z = Load(latent, k, padding: 0);
            nats += VectorMath.Sum(Vector512.Create(0.5f) * (e * e - z * z) + s);
        }

        return nats;
    }

    /// <summary>Sixteen values from a place on; the last ones are followed by padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ReadOnlySpan<float> values, int start, float padding) =>
        values.Length - start >= Vector512<float>.Count
            ? Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)start)
            : LoadLast(values[start..], padding);

    /// <summary>Fewer than sixteen values, followed by padding.</summary>
    private static Vector512<float> LoadLast(ReadOnlySpan<float> values, float padding)
    {
        Span<float> padded = stackalloc float[Vector512<float>.Count];
        padded.Fill(padding);
        values.CopyTo(padded);
        return Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(padded));
    }
}
