using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot.Bench.Baselines;

/// <summary>The random numbers of a batch as tensor libraries want them, glimpses first.</summary>
internal static class Latents
{
    /// <summary>Fills [T, n, Z] with the latents of the samples first … first + n − 1.</summary>
    /// <param name="firstStream">0 for latents of the prior, <see cref="Normals.PosteriorStream"/> for a posterior's noise.</param>
    public static void Fill(DrawShape shape, ulong seed, ulong first, uint firstStream, Span<float> latents)
    {
        int count = latents.Length / (shape.Glimpses * shape.Latent);
        for (int row = 0; row < shape.Glimpses * count; row++)
        {
            (int t, int k) = Math.DivRem(row, count);
            Normals.Fill(seed, first + (ulong)k, firstStream + (uint)t, latents.Slice(row * shape.Latent, shape.Latent));
        }
    }
}
