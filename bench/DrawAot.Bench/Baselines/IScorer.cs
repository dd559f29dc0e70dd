namespace DrawAot.Bench.Baselines;

/// <summary>An engine that bounds −log p(x) of images under the shipped model, with the noise of <see cref="DrawSession.Score"/>.</summary>
internal interface IScorer : IDisposable
{
    /// <summary>Scores images.</summary>
    /// <param name="images">The batch for which this scorer was made [n, C, B, A].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="first">Number of the first image in it.</param>
    /// <param name="scores">Receives [n].</param>
    void Score(ReadOnlySpan<float> images, ulong seed, ulong first, Span<Score> scores);
}
