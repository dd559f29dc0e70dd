using System.Numerics.Tensors;
using DrawAot.Manifest;
using DrawAot.Training.Models.Classifier;

namespace DrawAot.Trainer.Evaluation;

/// <summary>Classifies by the kernels of training.</summary>
public sealed class ClassifierKernelEvaluator : IClassifierEvaluator
{
    private readonly ClassifierBackpropagation _kernels;
    private readonly ReadOnlyMemory<float> _weights;
    private readonly ClassifierShape _shape;
    private readonly bool _owns;

    /// <summary>Takes kernels of its own.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="batch">Images at a time.</param>
    /// <param name="threads">How many threads may compute; results do not depend on it.</param>
    public ClassifierKernelEvaluator(ClassifierShape shape, ReadOnlyMemory<float> weights, int batch, int threads)
        : this(new ClassifierBackpropagation(shape, batch, threads), shape, weights, batch) => _owns = true;

    /// <summary>Uses kernels that somebody else disposes of.</summary>
    internal ClassifierKernelEvaluator(ClassifierBackpropagation kernels, ClassifierShape shape, ReadOnlyMemory<float> weights, int batch) =>
        (_kernels, _shape, _weights, Batch) = (kernels, shape, weights, batch);

    /// <inheritdoc/>
    public int Batch { get; }

    /// <inheritdoc/>
    public int Glimpses => _shape.Glimpses;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> images, Span<int> classes)
    {
        float[] logits = Logits(images);
        for (int k = 0; k < classes.Length; k++)
        {
            classes[k] = TensorPrimitives.IndexOfMax<float>(logits.AsSpan(k * _shape.ClassCount, _shape.ClassCount));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owns)
        {
            _kernels.Dispose();
        }
    }

    /// <summary>Classifies images, and measures the cross entropy after the last glimpse.</summary>
    /// <param name="images">[n, C, B, A] in [0, 1].</param>
    /// <param name="labels">The class of each image [n].</param>
    /// <param name="entropies">Receives the cross entropy of each image, in nats [n].</param>
    /// <returns>Number of images whose most probable class after the last glimpse is another one.</returns>
    internal int Measure(ReadOnlySpan<float> images, ReadOnlySpan<int> labels, Span<double> entropies)
    {
        float[] logits = Logits(images);
        int errors = 0;
        for (int k = 0; k < labels.Length; k++)
        {
            ReadOnlySpan<float> last = logits.AsSpan(((k + 1) * _shape.Glimpses - 1) * _shape.ClassCount, _shape.ClassCount);
            int best = TensorPrimitives.IndexOfMax(last);
            double sum = 0;
            foreach (float logit in last)
            {
                sum += Math.Exp((double)logit - last[best]);
            }

            entropies[k] = last[best] + Math.Log(sum) - last[labels[k]];
            errors += best == labels[k] ? 0 : 1;
        }

        return errors;
    }

    /// <summary>The class logits after every glimpse [n, T, K].</summary>
    private float[] Logits(ReadOnlySpan<float> images)
    {
        float[] logits = new float[images.Length / _shape.PixelCount * _shape.Glimpses * _shape.ClassCount];
        _kernels.Forward(_weights.Span, images, logits);
        return logits;
    }
}
