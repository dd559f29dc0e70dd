namespace DrawAot.Bench.Baselines;

/// <summary>DrawAot itself: one session a thread, each with its share of the batch.</summary>
internal sealed class GeneratedSampler : ISampler
{
    private readonly DrawSession[] _sessions;
    private readonly int _count;

    public GeneratedSampler(IDrawModel model, int count, int threads)
    {
        _count = count;
        _sessions = [.. Enumerable.Range(0, Math.Min(threads, count)).Select(_ => model.CreateSession())];
    }

    /// <inheritdoc/>
    public unsafe void Sample(ulong seed, ulong first, Span<float> images)
    {
        if (_sessions.Length == 1)
        {
            _sessions[0].SampleBatch(seed, first, images);
            return;
        }

        fixed (float* pixels = images)
        {
            float* start = pixels;
            int pixelCount = _sessions[0].Shape.PixelCount;
            Parallel.For(0, _sessions.Length, part =>
            {
                int from = part * _count / _sessions.Length, to = (part + 1) * _count / _sessions.Length;
                _sessions[part].SampleBatch(
                    seed, first + (ulong)from, new Span<float>(start + (long)from * pixelCount, (to - from) * pixelCount));
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DrawSession session in _sessions)
        {
            session.Dispose();
        }
    }
}
