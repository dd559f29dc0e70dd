using DrawAot.Bench.Measuring;

namespace DrawAot.Bench.Ratios;

/// <summary>Headline figures as a table, in Markdown as well as for the terminal.</summary>
internal static class RatioTable
{
    /// <summary>The table.</summary>
    public static string Of(IReadOnlyList<Ratio> ratios) => MarkdownTable.Of(
        ["what", "against", "figure", "target", "reached", "compared"],
        ratios.Select(ratio => (IReadOnlyList<string>)
            [ratio.What, ratio.Against, ratio.Figure, ratio.Goal, ratio.IsReached ? "yes" : "no", ratio.Details]));
}
