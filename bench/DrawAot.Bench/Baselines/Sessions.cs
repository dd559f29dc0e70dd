namespace DrawAot.Bench.Baselines;

/// <summary>Sessions of one model, one for each thread that has work.</summary>
/// <typeparam name="TSession">A session of the model's family.</typeparam>
internal sealed class Sessions<TSession> : IDisposable
    where TSession : ModelSession
{
    private readonly IDisposable _model;
    private readonly TSession[] _sessions;
    private readonly int _count;

    /// <summary>Creates the sessions.</summary>
    /// <param name="model">The model; it is disposed of with this.</param>
    /// <param name="create">Creates a session of it.</param>
    /// <param name="count">Pieces of work in a batch.</param>
    /// <param name="threads">Threads that may work.</param>
    public Sessions(IDisposable model, Func<TSession> create, int count, int threads)
    {
        (_model, _count) = (model, count);
        _sessions = [.. Enumerable.Range(0, Math.Min(threads, count)).Select(_ => create())];
    }

    /// <summary>Pictures that share a pass over the weights.</summary>
    public int BatchSize => _sessions[0].BatchSize;

    /// <summary>Gives the first session, and says whether it is the only one.</summary>
    public bool IsOne(out TSession session)
    {
        session = _sessions[0];
        return _sessions.Length == 1;
    }

    /// <summary>Has each session do a part of the batch: the first of them and how many.</summary>
    public void Share(Action<TSession, int, int> work) => Parallel.For(0, _sessions.Length, part =>
    {
        int from = part * _count / _sessions.Length, to = (part + 1) * _count / _sessions.Length;
        work(_sessions[part], from, to - from);
    });

    /// <summary>Frees the sessions and the model.</summary>
    public void Dispose()
    {
        foreach (TSession session in _sessions)
        {
            session.Dispose();
        }

        _model.Dispose();
    }
}
