using System.Collections.Concurrent;
using DrawAot.Manifest;

namespace DrawAot.Cli;

/// <summary>Sessions of one model, one for each thread that uses it.</summary>
/// <param name="shape">The model's sizes.</param>
/// <param name="create">Creates a session.</param>
/// <param name="threads">Threads that may compute.</param>
internal sealed class Sessions<TSession>(ModelShape shape, Func<TSession> create, int threads) : IDisposable
    where TSession : ModelSession
{
    /// <summary>Values that are worth a second thread: starting a pool of them takes a few milliseconds.</summary>
    private const int WorthThreads = 8192;

    private readonly ConcurrentBag<TSession> _idle = [];

    public ModelShape Shape => shape;

    /// <summary>Does pieces of work on several threads, in shares of at most one pass over the weights; work too small for a second thread is one share.</summary>
    /// <param name="count">How many pieces there are.</param>
    /// <param name="work">
    /// Does a share: its first number and its size. The results do not depend on which thread does which.
    /// </param>
    public void ForEachShare(int count, Action<TSession, int, int> work)
    {
        TSession first = Rent();
        int share = (long)count * Shape.PixelCount < WorthThreads ? count : ShareOf(count, threads, first.BatchSize);
        if (share >= count || threads == 1)
        {
            try
            {
                for (int start = 0; start < count; start += share)
                {
                    work(first, start, Math.Min(share, count - start));
                }
            }
            finally
            {
                _idle.Add(first);
            }

            return;
        }

        _idle.Add(first);
        Parallel.For(
            0,
            (count + share - 1) / share,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            Rent,
            (number, _, session) =>
            {
                work(session, number * share, Math.Min(share, count - number * share));
                return session;
            },
            _idle.Add);
    }

    /// <summary>
    /// Pieces of a share: one pass over the weights or less, so that all threads work until the end, and whole batch tiles where
    /// there is more than a tile for each thread.
    /// </summary>
    /// <param name="count">All pieces, 1 or more.</param>
    /// <param name="threads">Threads, 1 or more.</param>
    /// <param name="pass">Pieces of one pass, a multiple of the batch tile.</param>
    internal static int ShareOf(int count, int threads, int pass)
    {
        int rounds = Quotient(count, (long)threads * pass), share = Quotient(count, (long)threads * rounds);
        return rounds == 1 && share < ModelSession.BatchTile ? share : Quotient(share, ModelSession.BatchTile) * ModelSession.BatchTile;

        static int Quotient(int dividend, long divisor) => (int)((dividend + divisor - 1) / divisor);
    }

    public void Dispose()
    {
        while (_idle.TryTake(out TSession? session))
        {
            session.Dispose();
        }
    }

    private TSession Rent() => _idle.TryTake(out TSession? session) ? session : create();
}
