namespace DrawAot.Bench.Classifier;

/// <summary>An engine that classifies images with the shipped classifier.</summary>
internal interface IClassifier : IDisposable
{
    /// <summary>Classifies images.</summary>
    /// <param name="images">The batch for which this classifier was made [n, C, B, A].</param>
    /// <param name="probabilities">Receives [n, K].</param>
    void Classify(ReadOnlySpan<float> images, Span<float> probabilities);
}
