namespace DrawAot.Trainer.Evaluation;

/// <summary>Measures the bounds of images under one model.</summary>
public interface IEvaluator : IDisposable
{
    /// <summary>Number of images that are best given at a time.</summary>
    int Batch { get; }

    /// <summary>The variational bounds of images.</summary>
    /// <param name="images">[n, C, B, A] in [0, 1].</param>
    /// <param name="seed">Seeds ε: image k's noise depends on the seed and k alone, not on how images are batched.</param>
    /// <param name="first">Number of the first image.</param>
    /// <param name="scores">Receives [n].</param>
    void Score(ReadOnlySpan<float> images, ulong seed, int first, Span<Score> scores);

    /// <summary>
    /// The importance-weighted bounds of images: −log of the mean of p(x, z) / q(z | x) over some samples of z (Burda,
    /// Grosse and Salakhutdinov 2016, equation 8).
    /// </summary>
    /// <param name="images">[n, C, B, A] in [0, 1].</param>
    /// <param name="samples">k; the first uses the noise of <see cref="Score"/>.</param>
    /// <param name="seed">Seeds ε.</param>
    /// <param name="first">Number of the first image.</param>
    /// <param name="nats">Receives [n].</param>
    void ScoreImportanceWeighted(ReadOnlySpan<float> images, int samples, ulong seed, int first, Span<double> nats);
}
