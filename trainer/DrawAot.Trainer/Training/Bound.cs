using DrawAot.ImageFiles;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Torch;
using DrawAot.Torch.ThroughTime;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Trainer.Training;

/// <summary>The variational bound on −log p(x) over a set of images, in nats an image, with one sample of z each.</summary>
/// <param name="scores">The bound of every image.</param>
public sealed class Bound(IReadOnlyList<Score> scores)
{
    /// <summary>The bound of every image.</summary>
    public IReadOnlyList<Score> Scores => scores;

    /// <summary>Mean of L_x.</summary>
    public double Reconstruction { get; } = scores.Average(score => score.Reconstruction);

    /// <summary>Mean of L_z.</summary>
    public double Divergence { get; } = scores.Average(score => score.Divergence);

    /// <summary>Mean of L_x + L_z: what the paper's Table 2 reports.</summary>
    public double Nats => Reconstruction + Divergence;

    /// <summary>Standard error of <see cref="Nats"/> over the images; 0 of a single one.</summary>
    public double StandardError
    {
        get
        {
            double squares = scores.Sum(score => (score.Nats - Nats) * (score.Nats - Nats));
            return Math.Sqrt(squares / Math.Max(1, scores.Count - 1) / scores.Count);
        }
    }

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
        var scores = new List<Score>(images.Count);
        for (int first = 0; first < images.Count; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(Batch, images.Count - first);
            Tensor x = Batches.Images(images, [.. Enumerable.Range(first, count)]);
            Inference inferred = module.Infer(x, Noise(module.Shape, seed, first, count));
            float[] reconstruction = inferred.Reconstruction(x).data<float>().ToArray();
            float[] divergence = inferred.Divergence().data<float>().ToArray();
            scores.AddRange(reconstruction.Zip(divergence, (lx, lz) => new Score(lx, lz)));
            progress?.Invoke(first + count);
        }

        return new Bound(scores);
    }

    /// <summary>Measures weights with the kernels of training.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="images">The images.</param>
    /// <param name="batch">How many the kernels take at a time.</param>
    /// <param name="seed">Seeds ε, as for a module.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellation">Ends the measurement early.</param>
    public static Bound Measure(
        BackpropagationThroughTime kernels,
        ReadOnlySpan<float> weights,
        ImageSet images,
        int batch,
        ulong seed,
        Action<int>? progress = null,
        CancellationToken cancellation = default)
    {
        var scores = new Score[images.Count];
        for (int first = 0; first < images.Count; first += batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batch, images.Count - first), start = first;
            float[] x = Batches.Pixels(images, [.. Enumerable.Range(first, count)]);
            kernels.Measure(
                weights,
                x,
                (image, glimpse, noise) => Normals.Fill(seed, (ulong)(start + image), Normals.PosteriorStream + (uint)glimpse, noise),
                scores.AsSpan(first, count));
            progress?.Invoke(first + count);
        }

        return new Bound(scores);
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
