namespace DrawAot.Bench.Latency;

/// <summary>Threads that compute without pause until this is disposed of, at the priority of the process.</summary>
internal sealed class BusyLoops : IDisposable
{
    private readonly Thread[] _threads;
    private volatile bool _ends;

    /// <summary>Starts them.</summary>
    /// <param name="count">Number of threads, 0 or more.</param>
    public BusyLoops(int count)
    {
        _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Compute))];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends = true;
        Array.ForEach(_threads, thread => thread.Join());
    }

    private void Compute()
    {
        while (!_ends)
        {
        }
    }
}
