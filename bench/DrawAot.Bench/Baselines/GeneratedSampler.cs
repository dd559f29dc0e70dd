namespace DrawAot.Bench.Baselines;

/// <summary>DrawAot itself: one session a thread, each with its share of the batch.</summary>
internal sealed class GeneratedSampler : ISampler
{
    private readonly Sessions<DrawSession> _sessions;

    public GeneratedSampler(IDrawModel model, int count, int threads) =>
        _sessions = new Sessions<DrawSession>(model, model.CreateSession, count, threads);

    /// <summary>Pictures that share a pass over the weights.</summary>
    public int BatchSize => _sessions.BatchSize;

    /// <inheritdoc/>
    public unsafe void Sample(ulong seed, ulong first, Span<float> images)
    {
        if (_sessions.IsOne(out DrawSession session))
        {
            session.SampleBatch(seed, first, images);
            return;
        }

        int pixelCount = session.Shape.PixelCount;
        fixed (float* pixels = images)
        {
            float* all = pixels;
            _sessions.Share((part, from, count) => part.SampleBatch(
                seed, first + (ulong)from, new Span<float>(all + (long)from * pixelCount, count * pixelCount)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();
}
