using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Trainer.Evaluation;

/// <summary>Classifies by libtorch, on the number of threads set there.</summary>
/// <param name="module">The model; it is disposed of with this.</param>
public sealed class ClassifierTorchEvaluator(ClassifierModule module) : IClassifierEvaluator
{
    /// <inheritdoc/>
    public int Batch => 250;

    /// <inheritdoc/>
    public int Glimpses => module.Shape.Glimpses;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> images, Span<int> classes)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        int count = images.Length / module.Shape.PixelCount;
        Tensor x = tensor(images.ToArray(), [count, module.Shape.Channels, module.Shape.Height, module.Shape.Width]);
        Tensor best = module.Logits(x).argmax(2).t().contiguous();
        best.to(int32).data<int>().ToArray().CopyTo(classes);
    }

    /// <inheritdoc/>
    public void Dispose() => module.Dispose();
}
