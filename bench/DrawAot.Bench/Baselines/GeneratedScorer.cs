namespace DrawAot.Bench.Baselines;

/// <summary>DrawAot itself: one session a thread, each with its share of the batch.</summary>
internal sealed class GeneratedScorer : IScorer
{
    private readonly Sessions<DrawSession> _sessions;

    public GeneratedScorer(IDrawModel model, int count, int threads) =>
        _sessions = new Sessions<DrawSession>(model, model.CreateSession, count, threads);

    /// <inheritdoc/>
    public unsafe void Score(ReadOnlySpan<float> images, ulong seed, ulong first, Span<Score> scores)
    {
        if (_sessions.IsOne(out DrawSession session))
        {
            session.ScoreBatch(images, seed, first, scores);
            return;
        }

        int pixelCount = session.Shape.PixelCount;
        fixed (float* pixels = images)
        fixed (Score* results = scores)
        {
            float* allPixels = pixels;
            Score* allResults = results;
            _sessions.Share((part, from, count) => part.ScoreBatch(
                new ReadOnlySpan<float>(allPixels + (long)from * pixelCount, count * pixelCount),
                seed, first + (ulong)from, new Span<Score>(allResults + from, count)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();
}
