namespace DrawAot.Trainer.Evaluation;

/// <summary>Classifies images by one model.</summary>
public interface IClassifierEvaluator : IDisposable
{
    /// <summary>Number of images that are best given at a time.</summary>
    int Batch { get; }

    /// <summary>Number of glimpses T.</summary>
    int Glimpses { get; }

    /// <summary>Classifies images.</summary>
    /// <param name="images">[n, C, B, A] in [0, 1].</param>
    /// <param name="classes">Receives the most probable class after each glimpse, from 0 to K − 1 [n, T].</param>
    void Classify(ReadOnlySpan<float> images, Span<int> classes);
}
