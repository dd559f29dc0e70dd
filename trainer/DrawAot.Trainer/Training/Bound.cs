using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Torch;
using DrawAot.Trainer.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Trainer.Training;

/// <summary>The variational bound on −log p(x) over a set of images, in nats an image, with one sample of z each.</summary>
/// <param name="Count">Images measured.</param>
/// <param name="Reconstruction">Mean of L_x.</param>
/// <param name="Divergence">Mean of L_z.</param>
/// <param name="StandardError">Standard error of the mean of L_x + L_z over the images.</param>
public readonly record struct Bound(int Count, double Reconstruction, double Divergence, double StandardError)
{
    /// <summary>L_x + L_z: what the paper's Table 2 reports.</summary>
    public double Nats => Reconstruction + Divergence;

    /// <summary>Measures a module.</summary>
    /// <param name="module">The model; its shape says how many glimpses.</param>
    /// <param name="images">The images.</param>
    /// <param name="seed">Seeds ε: image k's noise depends on the seed and k alone, not on how images are batched.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellation">Ends the measurement early.</param>
    public static Bound Measure(
        DrawModule module, ImageSet images, ulong seed, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        const int Batch = 250;
        using IDisposable inference = inference_mode();
        double reconstruction = 0, divergence = 0, squares = 0;
        for (int first = 0; first < images.Count; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(Batch, images.Count - first);
            Tensor x = Batches.Images(images, [.. Enumerable.Range(first, count)]);
            Inference inferred = module.Infer(x, Noise(module.Shape, seed, first, count));
            Tensor lx = inferred.Reconstruction(x).to(float64), lz = inferred.Divergence().to(float64);
            reconstruction += lx.sum().ToDouble();
            divergence += lz.sum().ToDouble();
            squares += (lx + lz).square().sum().ToDouble();
            progress?.Invoke(first + count);
        }

        int n = images.Count;
        double mean = (reconstruction + divergence) / n;
        double variance = Math.Max(0, squares / n - mean * mean) * n / Math.Max(1, n - 1);
        return new Bound(n, reconstruction / n, divergence / n, Math.Sqrt(variance / n));
    }

    /// <summary>ε [T, count, Z] of images first … first + count − 1.</summary>
    private static Tensor Noise(DrawShape shape, ulong seed, int first, int count)
    {
        float[] noise = new float[shape.Glimpses * count * shape.Latent];
        for (int t = 0; t < shape.Glimpses; t++)
        {
            for (int k = 0; k < count; k++)
            {
                Span<float> one = noise.AsSpan((t * count + k) * shape.Latent, shape.Latent);
                Normals.Fill(seed, (ulong)(first + k), Normals.PosteriorStream + (uint)t, one);
            }
        }

        return tensor(noise, [shape.Glimpses, count, shape.Latent]);
    }
}
