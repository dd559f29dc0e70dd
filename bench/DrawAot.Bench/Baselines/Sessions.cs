namespace DrawAot.Bench.Baselines;

/// <summary>Sessions of one model, one for each thread that has work.</summary>
internal sealed class Sessions : IDisposable
{
    private readonly IDrawModel _model;
    private readonly DrawSession[] _sessions;
    private readonly int _count;

    public Sessions(IDrawModel model, int count, int threads)
    {
        (_model, _count) = (model, count);
        _sessions = [.. Enumerable.Range(0, Math.Min(threads, count)).Select(_ => model.CreateSession())];
    }

    /// <summary>Pictures that share a pass over the weights.</summary>
    public int BatchSize => _sessions[0].BatchSize;

    /// <summary>Gives the first session, and says whether it is the only one.</summary>
    public bool IsOne(out DrawSession session)
    {
        session = _sessions[0];
        return _sessions.Length == 1;
    }

    /// <summary>Has each session do a part of the batch: the first of them and how many.</summary>
    public void Share(Action<DrawSession, int, int> draw) => Parallel.For(0, _sessions.Length, part =>
    {
        int from = part * _count / _sessions.Length, to = (part + 1) * _count / _sessions.Length;
        draw(_sessions[part], from, to - from);
    });

    /// <summary>Frees the sessions and the model.</summary>
    public void Dispose()
    {
        foreach (DrawSession session in _sessions)
        {
            session.Dispose();
        }

        _model.Dispose();
    }
}
