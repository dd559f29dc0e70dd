using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Trainer.Evaluation;

/// <summary>Bounds by libtorch, on the number of threads set there.</summary>
/// <param name="module">The model; it is disposed of with this.</param>
public sealed class TorchEvaluator(DrawModule module) : IEvaluator
{
    /// <inheritdoc/>
    public int Batch => 250;

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> images, ulong seed, int first, Span<Score> scores)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Images(images, scores.Length);
        Inference inferred = module.Infer(x, Noise(seed, first, scores.Length, sample: 0));
        float[] lx = inferred.Reconstruction(x).data<float>().ToArray(), lz = inferred.Divergence().data<float>().ToArray();
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = new Score(lx[k], lz[k]);
        }
    }

    /// <inheritdoc/>
    public void ScoreImportanceWeighted(ReadOnlySpan<float> images, int samples, ulong seed, int first, Span<double> nats)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Images(images, nats.Length);
        var weights = new ImportanceWeights(nats.Length);
        for (int sample = 0; sample < samples; sample++)
        {
            using DisposeScope one = NewDisposeScope();
            Tensor noise = Noise(seed, first, nats.Length, sample);
            Inference inferred = module.Infer(x, noise);

            // log p(z) − log q(z | x) of z = μ + σ·ε is Σ ½·(ε² − z²) + log σ.
            Tensor z = inferred.Mean + inferred.LogSigma.exp() * noise;
            Tensor ratio = (0.5 * (noise.square() - z.square()) + inferred.LogSigma).sum([0, 2]);
            weights.Add((ratio - inferred.Reconstruction(x)).to(float64).data<double>().ToArray());
        }

        weights.CopyBounds(nats);
    }

    /// <inheritdoc/>
    public void Dispose() => module.Dispose();

    private Tensor Images(ReadOnlySpan<float> images, int count) =>
        tensor(images.ToArray(), [count, module.Shape.Channels, module.Shape.Height, module.Shape.Width]);

    /// <summary>ε [T, count, Z].</summary>
    private Tensor Noise(ulong seed, int first, int count, int sample)
    {
        DrawShape shape = module.Shape;
        float[] noise = new float[shape.Glimpses * count * shape.Latent];
        for (int t = 0; t < shape.Glimpses; t++)
        {
            for (int k = 0; k < count; k++)
            {
                Span<float> one = noise.AsSpan((t * count + k) * shape.Latent, shape.Latent);
                Normals.Fill(seed, (ulong)(first + k), ImportanceWeights.Stream(sample, t), one);
            }
        }

        return tensor(noise, [shape.Glimpses, count, shape.Latent]);
    }
}
