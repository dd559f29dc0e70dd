using System.Diagnostics;

namespace DrawAot.Bench.Measuring;

/// <summary>
/// Times several workloads in turns, so that a disturbance of the machine hits all of them alike, and compares them turn by
/// turn.
/// </summary>
/// <param name="clock">Seconds since some time; by default the thread's processor time, which is for workloads of one thread.</param>
internal sealed class Contest(Func<double>? clock = null)
{
    private readonly Dictionary<string, Contender> _contenders = [];

    /// <summary>Adds a workload.</summary>
    /// <param name="name">What it is called; once.</param>
    /// <param name="pieces">Pieces of work in one call: pictures in a batch.</param>
    /// <param name="work">One call.</param>
    /// <param name="before">Prepares a turn; not timed.</param>
    public void Enter(string name, int pieces, Action work, Action? before = null) =>
        _contenders.Add(name, new Contender(pieces, work, before ?? (() => { })));

    /// <summary>Runs everything until it is compiled and its data is in the caches.</summary>
    /// <param name="duration">For each.</param>
    public void WarmUp(TimeSpan duration)
    {
        const int FewestCalls = 3;
        foreach (Contender contender in _contenders.Values)
        {
            contender.Before();
            long start = Stopwatch.GetTimestamp();
            for (int calls = 0; calls < FewestCalls || Stopwatch.GetElapsedTime(start) < duration; calls++)
            {
                contender.Work();
            }
        }
    }

    /// <summary>Times everything in turns.</summary>
    /// <param name="rounds">How many turns.</param>
    /// <param name="slice">How long a turn is at least.</param>
    /// <param name="betweenRounds">What is to be measured beside them in every round.</param>
    public void Run(int rounds, TimeSpan slice, Action? betweenRounds = null)
    {
        for (int round = 0; round < rounds; round++)
        {
            foreach (Contender contender in _contenders.Values)
            {
                contender.Times.Add(Time(contender, slice));
            }

            betweenRounds?.Invoke();
        }
    }

    /// <summary>Seconds a piece, the median of all rounds.</summary>
    public double Seconds(string name) => Median(_contenders[name].Times);

    /// <summary>The speed of one over that of another: the median of the ratios of each round.</summary>
    /// <param name="fast">The one.</param>
    /// <param name="slow">The other.</param>
    public double Ratio(string fast, string slow) =>
        Median(_contenders[slow].Times.Zip(_contenders[fast].Times, (slower, faster) => slower / faster));

    /// <summary>The fastest of some, by its median.</summary>
    public string Fastest(IEnumerable<string> names) => names.MinBy(Seconds)!;

    /// <summary>The middle one, or the upper of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private double Time(Contender contender, TimeSpan slice)
    {
        contender.Before();
        return Repetition.Time(contender.Work, slice.TotalSeconds, clock) / contender.Pieces;
    }

    private sealed record Contender(int Pieces, Action Work, Action Before)
    {
        public List<double> Times { get; } = [];
    }
}
