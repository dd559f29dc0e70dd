using System.Diagnostics;
using System.Globalization;
using DrawAot.Bench.Measuring;
using TorchSharp;

namespace DrawAot.Bench.Ratios;

/// <summary>
/// Engines with one thread and with all, in turns, in time as it passes: which number of threads, and which size of a batch, is the best
/// for each, and which engine is then the fastest.
/// </summary>
internal sealed class ThreadCounts
{
    private readonly Contest _contest = new(() => (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);
    private readonly List<Entry> _entries = [];
    private TimeSpan _rest;

    /// <summary>Numbers of threads that are tried: one, and one a core.</summary>
    public static IReadOnlyList<int> Tried { get; } = [.. new[] { 1, Environment.ProcessorCount }.Distinct()];

    /// <summary>Adds an engine at one number of threads and one size of a batch.</summary>
    /// <param name="work">What it does.</param>
    /// <param name="engine">The engine's name.</param>
    /// <param name="threads">Threads that it may use.</param>
    /// <param name="count">Pieces of work in a call.</param>
    /// <param name="call">One call.</param>
    public void Enter(string work, string engine, int threads, int count, Action call)
    {
        var entry = new Entry(work, engine, threads, count);
        _entries.Add(entry);
        _contest.Enter(entry.Name, count, call, () =>
        {
            torch.set_num_threads(threads);
            Thread.Sleep(_rest);
        });
    }

    /// <summary>Times all of them.</summary>
    public void Run(HeadlineOptions options)
    {
        _rest = options.Rest;
        _contest.WarmUp(options.WarmUp);
        _contest.Run(options.ThreadRounds, options.Slice);
        torch.set_num_threads(1);
    }

    /// <summary>The best of each engine at each work.</summary>
    public IReadOnlyList<ThreadBest> Bests() =>
    [
        .. _entries.GroupBy(entry => (entry.Work, entry.Engine)).Select(Best)
            .Select(best => new ThreadBest(best.Work, best.Engine, best.Threads, best.Count, _contest.Seconds(best.Name))),
    ];

    /// <summary>One engine at its best against others at theirs.</summary>
    /// <param name="what">The row's first cell.</param>
    /// <param name="work">What is done.</param>
    /// <param name="engine">The one.</param>
    /// <param name="others">The others.</param>
    public Ratio Against(string what, string work, string engine, IReadOnlyCollection<string> others)
    {
        Entry own = Best(_entries.Where(entry => entry.Work == work && entry.Engine == engine));
        Entry other = Best(_entries.Where(entry => entry.Work == work && others.Contains(entry.Engine)));
        return new Ratio(
            what, $"best baseline: {other.Engine}, {Conditions(other.Threads, other.Count)}", _contest.Ratio(own.Name, other.Name), 1, IsCost: false, "×",
            $"{Milliseconds(_contest.Seconds(own.Name))} ({Conditions(own.Threads, own.Count)}) to {Milliseconds(_contest.Seconds(other.Name))}");
    }

    /// <summary>The bests as a table: a row an engine, a column a work.</summary>
    public static string Table(IReadOnlyList<ThreadBest> bests)
    {
        string[] works = [.. bests.Select(best => best.Work).Distinct()];
        return MarkdownTable.Of(
            ["engine", .. works],
            bests.GroupBy(best => best.Engine).Select(engine => (IReadOnlyList<string>)
            [
                engine.Key,
                .. works.Select(work => engine.SingleOrDefault(best => best.Work == work) is { } best
                    ? $"{Milliseconds(best.Seconds)}, {Conditions(best.Threads, best.Count)}"
                    : "–"),
            ]));
    }

    /// <summary>Names the rows that a baseline wins.</summary>
    public static string Winners(IEnumerable<Ratio> against)
    {
        string[] lost = [.. against.Where(ratio => !ratio.IsReached).Select(ratio => $"{ratio.What} ({ratio.Against["best baseline: ".Length..]})")];
        return lost.Length == 0 ? "DrawAot wins every row." : $"A baseline wins: {string.Join("; ", lost)}.";
    }

    private Entry Best(IEnumerable<Entry> entries) => entries.MinBy(entry => _contest.Seconds(entry.Name))!;

    private static string Conditions(int threads, int count)
    {
        string conditions = threads == 1 ? "1 thread" : $"{threads} threads";
        return count == 1 ? conditions : $"{conditions}, batch {count}";
    }

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:G3} ms");

    private sealed record Entry(string Work, string Engine, int Threads, int Count)
    {
        public string Name { get; } = $"{Work}, {Engine}, {Threads}, {Count}";
    }
}
