namespace DrawAot.Bench.Measuring;

/// <summary>Repeats a call to time it.</summary>
internal static class Repetition
{
    /// <summary>The whole time divided by the longest time between two readings of the clock.</summary>
    private const double Readings = 16;

    /// <summary>
    /// Seconds of the thread's processor time that a call takes. Reading the clock may take longer than a call, so the
    /// number of calls between two readings doubles until they take a part of the whole time.
    /// </summary>
    /// <param name="work">What to do.</param>
    /// <param name="least">For how many seconds to go on at least.</param>
    public static double Time(Action work, double least)
    {
        double start = ThreadClock.Seconds, elapsed = 0;
        long calls = 0, batch = 1;
        do
        {
            for (long call = 0; call < batch; call++)
            {
                work();
            }

            calls += batch;
            double before = elapsed;
            elapsed = ThreadClock.Seconds - start;
            if ((elapsed - before) * Readings < least)
            {
                batch *= 2;
            }
        }
        while (elapsed < least);

        return elapsed / calls;
    }
}
