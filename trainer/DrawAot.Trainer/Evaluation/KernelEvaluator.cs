using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Training;
using DrawAot.Training.Models.Draw;

namespace DrawAot.Trainer.Evaluation;

/// <summary>Bounds by the kernels of training.</summary>
public sealed class KernelEvaluator : IEvaluator
{
    private readonly IBoundSource _kernels;
    private readonly ReadOnlyMemory<float> _weights;
    private readonly bool _owns;

    /// <summary>Takes kernels of its own.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="batch">Images at a time.</param>
    /// <param name="threads">How many threads may compute; results do not depend on it.</param>
    public KernelEvaluator(DrawShape shape, ReadOnlyMemory<float> weights, int batch, int threads)
        : this(new BackpropagationThroughTime(shape, batch, threads), weights, batch) => _owns = true;

    /// <summary>Uses kernels that somebody else disposes of.</summary>
    internal KernelEvaluator(IBoundSource kernels, ReadOnlyMemory<float> weights, int batch) =>
        (_kernels, _weights, Batch) = (kernels, weights, batch);

    /// <inheritdoc/>
    public int Batch { get; }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> images, ulong seed, int first, Span<Score> scores) => _kernels.Measure(
        _weights.Span,
        images,
        (image, glimpse, noise) => Normals.Fill(seed, (ulong)(first + image), ImportanceWeights.Stream(0, glimpse), noise),
        scores);

    /// <inheritdoc/>
    public void ScoreImportanceWeighted(ReadOnlySpan<float> images, int samples, ulong seed, int first, Span<double> nats)
    {
        var weights = new ImportanceWeights(nats.Length);
        var scores = new Score[nats.Length];
        double[] logWeights = new double[nats.Length];
        for (int sample = 0; sample < samples; sample++)
        {
            int which = sample;
            _kernels.Measure(
                _weights.Span,
                images,
                (image, glimpse, noise) => Normals.Fill(seed, (ulong)(first + image), ImportanceWeights.Stream(which, glimpse), noise),
                scores,
                logWeights);
            weights.Add(logWeights);
        }

        weights.CopyBounds(nats);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owns)
        {
            (_kernels as IDisposable)?.Dispose();
        }
    }
}
