using System.Collections.Concurrent;
using DrawAot.Manifest;

namespace DrawAot.Cli;

/// <summary>Sessions of one model, as many as there are threads that work with it.</summary>
internal sealed class Sessions(IDrawModel model) : IDisposable
{
    /// <summary>Values that are worth a second thread: starting a pool of them takes a few milliseconds.</summary>
    private const int WorthThreads = 8192;

    private readonly ConcurrentBag<DrawSession> _idle = [];

    public DrawShape Shape => model.Shape;

    /// <summary>Does numbered pieces of work on all cores; which thread does which makes no difference to what comes of it.</summary>
    public void ForEach(int count, Action<DrawSession, int> work)
    {
        if (count == 1 || (long)count * Shape.PixelCount < WorthThreads)
        {
            DrawSession session = Rent();
            for (int k = 0; k < count; k++)
            {
                work(session, k);
            }

            _idle.Add(session);
            return;
        }

        Parallel.For(
            0,
            count,
            Rent,
            (k, _, session) =>
            {
                work(session, k);
                return session;
            },
            _idle.Add);
    }

    public void Dispose()
    {
        while (_idle.TryTake(out DrawSession? session))
        {
            session.Dispose();
        }
    }

    private DrawSession Rent() => _idle.TryTake(out DrawSession? session) ? session : model.CreateSession();
}
