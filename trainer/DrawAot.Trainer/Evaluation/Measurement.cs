using DrawAot.ImageFiles;
using DrawAot.Trainer.Datasets;

namespace DrawAot.Trainer.Evaluation;

/// <summary>Bounds over a set of images.</summary>
public static class Measurement
{
    /// <summary>The variational bound.</summary>
    /// <param name="evaluator">Computes the bounds.</param>
    /// <param name="images">The images.</param>
    /// <param name="seed">Seeds the latents' noise.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellation">Ends the measurement early.</param>
    public static Bound Of(
        IEvaluator evaluator, ImageSet images, ulong seed, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        var scores = new Score[images.Count];
        foreach ((int first, int count) in Parts(evaluator, images, progress, cancellation))
        {
            evaluator.Score(ImageBatch.Pixels(images, first, count), seed, first, scores.AsSpan(first, count));
        }

        return new Bound(scores);
    }

    /// <summary>The importance-weighted bound.</summary>
    /// <param name="evaluator">Computes the bounds.</param>
    /// <param name="images">The images.</param>
    /// <param name="samples">k, samples an image.</param>
    /// <param name="seed">Seeds the latents' noise.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellation">Ends the measurement early.</param>
    public static MeanOverImages ImportanceWeighted(
        IEvaluator evaluator, ImageSet images, int samples, ulong seed, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        double[] nats = new double[images.Count];
        foreach ((int first, int count) in Parts(evaluator, images, progress, cancellation))
        {
            evaluator.ScoreImportanceWeighted(ImageBatch.Pixels(images, first, count), samples, seed, first, nats.AsSpan(first, count));
        }

        return new MeanOverImages(nats);
    }

    private static IEnumerable<(int First, int Count)> Parts(
        IEvaluator evaluator, ImageSet images, Action<int>? progress, CancellationToken cancellation)
    {
        for (int first = 0; first < images.Count; first += evaluator.Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(evaluator.Batch, images.Count - first);
            yield return (first, count);
            progress?.Invoke(first + count);
        }
    }
}
