using DrawAot.Manifest;

namespace DrawAot.Trainer.Evaluation;

/// <summary>Bounds by the code that the generator emits, one session a thread.</summary>
public sealed class GeneratedEvaluator : IEvaluator
{
    private readonly IDrawModel _model;
    private readonly DrawSession[] _sessions;

    /// <summary>Creates the sessions.</summary>
    /// <param name="model">The model; it is disposed of with this.</param>
    /// <param name="threads">How many threads may compute; results do not depend on it.</param>
    public GeneratedEvaluator(IDrawModel model, int threads) =>
        (_model, _sessions) = (model, [.. Enumerable.Range(0, threads).Select(_ => model.CreateSession())]);

    /// <inheritdoc/>
    public int Batch => 25 * _sessions.Length;

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> images, ulong seed, int first, Span<Score> scores) =>
        Share(images, scores, (session, image, k) => session.Score(image, seed, (ulong)(first + k)));

    /// <inheritdoc/>
    public void ScoreImportanceWeighted(ReadOnlySpan<float> images, int samples, ulong seed, int first, Span<double> nats) =>
        Share(images, nats, (session, image, k) => session.ScoreImportanceWeighted(image, samples, seed, (ulong)(first + k)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DrawSession session in _sessions)
        {
            session.Dispose();
        }

        _model.Dispose();
    }

    private void Share<T>(ReadOnlySpan<float> images, Span<T> results, Func<DrawSession, float[], int, T> score)
    {
        DrawShape shape = _model.Shape;
        float[][] all = [.. images.ToArray().Chunk(shape.PixelCount)];
        var made = new T[all.Length];
        Parallel.For(0, _sessions.Length, thread =>
        {
            for (int k = thread; k < all.Length; k += _sessions.Length)
            {
                made[k] = score(_sessions[thread], all[k], k);
            }
        });
        made.CopyTo(results);
    }
}
