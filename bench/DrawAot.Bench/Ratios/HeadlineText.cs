using DrawAot.Bench.Measuring;

namespace DrawAot.Bench.Ratios;

/// <summary>The headline comparisons as Markdown.</summary>
internal static class HeadlineText
{
    /// <summary>The tables, from one core to the roof.</summary>
    public static string Of(HeadlineResults results) => string.Join("\n\n", Parts(results));

    private static IEnumerable<string> Parts(HeadlineResults results)
    {
        yield return $"{Machine.Description}.";
        yield return "One core, processor time:";
        yield return RatioTable.Of(results.Ratios);
        if (results.Threads.Count > 0)
        {
            yield return "Every engine at its best number of threads and size of a batch, time as it passes:";
            yield return ThreadCounts.Table(results.Threads);
            yield return RatioTable.Of(results.AtBest);
            yield return ThreadCounts.Winners(results.AtBest);
        }
    }
}
