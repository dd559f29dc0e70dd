using DrawAot.Manifest;

namespace DrawAot.Trainer.Evaluation;

/// <summary>Classifies by the code that the generator emits, one session a thread.</summary>
public sealed class ClassifierGeneratedEvaluator : IClassifierEvaluator
{
    private const int ImagesOfASession = 25;

    private readonly IClassifierModel _model;
    private readonly ClassifierSession[] _sessions;

    /// <summary>Creates the sessions.</summary>
    /// <param name="model">The model; it is disposed of with this.</param>
    /// <param name="threads">How many threads may compute; results do not depend on it.</param>
    public ClassifierGeneratedEvaluator(IClassifierModel model, int threads) =>
        (_model, _sessions) = (model, [.. Enumerable.Range(0, threads).Select(_ => model.CreateSession())]);

    /// <inheritdoc/>
    public int Batch => ImagesOfASession * _sessions.Length;

    /// <inheritdoc/>
    public int Glimpses => _model.Shape.Glimpses;

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> images, Span<int> classes)
    {
        ClassifierShape shape = _model.Shape;
        float[][] all = [.. images.ToArray().Chunk(shape.PixelCount)];
        int[] found = new int[classes.Length];
        Parallel.For(0, _sessions.Length, thread =>
        {
            float[] probabilities = new float[shape.ClassCount];
            ClassifierSession session = _sessions[thread];
            for (int k = thread; k < all.Length; k += _sessions.Length)
            {
                session.Begin(all[k]);
                for (int t = 0; session.Step(); t++)
                {
                    found[k * shape.Glimpses + t] = session.CopyProbabilities(probabilities);
                }
            }
        });
        found.CopyTo(classes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ClassifierSession session in _sessions)
        {
            session.Dispose();
        }

        _model.Dispose();
    }
}
