namespace DrawAot.Bench.Measuring;

/// <summary>Does something again and again to time it.</summary>
internal static class Repetition
{
    /// <summary>How many parts of the whole time one look at the clock may be apart.</summary>
    private const double Looks = 16;

    /// <summary>
    /// Seconds of the thread's processor time that a call takes. Asking for the time may take longer than a call, so it is
    /// asked for ever more seldom until a look is worth a part of the whole.
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
            if ((elapsed - before) * Looks < least)
            {
                batch *= 2;
            }
        }
        while (elapsed < least);

        return elapsed / calls;
    }
}
