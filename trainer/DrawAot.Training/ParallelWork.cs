namespace DrawAot.Training;

/// <summary>Shares units of work among threads. No result may depend on which thread takes a unit.</summary>
/// <param name="threads">The largest number of threads.</param>
internal sealed class ParallelWork(int threads)
{
    /// <summary>Receives the time of each phase; null, as at first, measures nothing.</summary>
    public StepTimes? Times { get; set; }

    /// <summary>Does all units of one phase and waits for them.</summary>
    public void Run<T>(T[] units, StepPhase phase, Action<T> work) => Run(units, unit =>
    {
        StepTimes.Lap lap = StepTimes.Start(Times);
        work(unit);
        lap.End(phase);
    });

    /// <summary>Does all units and waits for them; <paramref name="work"/> divides its time among phases itself.</summary>
    public void Run<T>(T[] units, Action<T> work)
    {
        int next = 0;
        double longest = 0;
        object gate = new();
        Parallel.For(0, Math.Min(threads, units.Length), _ =>
        {
            double start = Times?.Now() ?? 0;
            for (int unit = Interlocked.Increment(ref next) - 1; unit < units.Length; unit = Interlocked.Increment(ref next) - 1)
            {
                work(units[unit]);
            }

            if (Times is not null)
            {
                lock (gate)
                {
                    longest = Math.Max(longest, Times.Now() - start);
                }
            }
        });
        Times?.ReachBarrier(longest);
    }
}
