using DrawAot.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>The losses and gradients that libtorch's autograd computes for a glimpse classifier.</summary>
/// <param name="module">The model; it is given the weights of every step.</param>
public sealed class ClassifierAutograd(ClassifierModule module) : IClassifierGradientSource
{
    /// <inheritdoc/>
    public void Gradient(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> images, ReadOnlySpan<int> labels, Span<float> losses, Span<float> gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        module.Load(weights);
        Tensor x = tensor(
            images.ToArray(), [labels.Length, module.Shape.Channels, module.Shape.Height, module.Shape.Width], device: module.Device);
        Tensor classes = tensor(labels.ToArray(), device: module.Device).to(int64);
        Tensor entropies = module.CrossEntropy(x, classes);
        entropies.mean().backward();
        entropies.cpu().data<float>().ToArray().CopyTo(losses);
        module.TakeGradient(gradient);
    }

    /// <inheritdoc/>
    public void Dispose() => module.Dispose();
}
