using DrawAot.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>The losses and gradients that libtorch's autograd computes for a module, on the number of threads set in libtorch.</summary>
/// <param name="module">The model; it is given the weights of every step.</param>
public sealed class Autograd(DrawModule module) : IGradientSource
{
    /// <inheritdoc/>
    public void Gradient(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        NoiseSource noise,
        double klWeight,
        Span<Score> losses,
        Span<float> gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        module.Load(weights);
        int count = losses.Length;
        Inference inferred = module.Infer(Images(inputs, count), Noise(noise, count));
        Tensor reconstruction = inferred.Reconstruction(Images(targets, count)), divergence = inferred.Divergence();
        (reconstruction.mean() + divergence.mean() * klWeight).backward();

        float[] lx = reconstruction.cpu().data<float>().ToArray(), lz = divergence.cpu().data<float>().ToArray();
        for (int k = 0; k < count; k++)
        {
            losses[k] = new Score(lx[k], lz[k]);
        }

        module.TakeGradient(gradient);
    }

    /// <inheritdoc/>
    public void Dispose() => module.Dispose();

    private Tensor Images(ReadOnlySpan<float> pixels, int count) =>
        tensor(pixels.ToArray(), [count, module.Shape.Channels, module.Shape.Height, module.Shape.Width], device: module.Device);

    private Tensor Noise(NoiseSource source, int count)
    {
        (int glimpses, int latent) = (module.Shape.Glimpses, module.Shape.Latent);
        float[] noise = new float[glimpses * count * latent];
        for (int t = 0; t < glimpses; t++)
        {
            for (int k = 0; k < count; k++)
            {
                source(k, t, noise.AsSpan((t * count + k) * latent, latent));
            }
        }

        return tensor(noise, [glimpses, count, latent], device: module.Device);
    }
}
