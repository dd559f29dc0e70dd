namespace DrawAot.Bench.Measuring;

/// <summary>Repeats a call to time it.</summary>
internal static class Repetition
{
    /// <summary>The whole time divided by the longest time between two readings of the clock.</summary>
    private const double Readings = 16;

    /// <summary>
    /// Seconds that a call takes. Reading the clock may take longer than a call, so the number of calls between two readings
    /// doubles until they take a part of the whole time.
    /// </summary>
    /// <param name="work">What to do.</param>
    /// <param name="least">For how many seconds to go on at least.</param>
    /// <param name="clock">Seconds since some time; by default the thread's processor time.</param>
    public static double Time(Action work, double least, Func<double>? clock = null)
    {
        clock ??= () => ThreadClock.Seconds;
        double start = clock(), elapsed = 0;
        long calls = 0, batch = 1;
        do
        {
            for (long call = 0; call < batch; call++)
            {
                work();
            }

            calls += batch;
            double before = elapsed;
            elapsed = clock() - start;
            if ((elapsed - before) * Readings < least)
            {
                batch *= 2;
            }
        }
        while (elapsed < least);

        return elapsed / calls;
    }
}
