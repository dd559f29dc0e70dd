using System.Globalization;
using DrawAot.Bench.Measuring;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace DrawAot.Bench.Latency;

/// <summary>Latencies as a table and as a picture.</summary>
internal static class LatencyReport
{
    private const int Width = 900, HeightOfACondition = 360, BinsOfAnOctave = 8, NanosecondsOfAMicrosecond = 1000;

    /// <summary>Height of the line of an empty bin, in powers of ten: below that of a single call.</summary>
    private const double NoCalls = -0.3;

    /// <summary>The table: a row a call and condition, in microseconds.</summary>
    public static string Table(IReadOnlyList<LatencySeries> series) => MarkdownTable.Of(
        ["machine", "call", "calls", "median, µs", "99%", "99.9%", "longest"],
        series.Select(row => (IReadOnlyList<string>)
        [
            row.Condition, row.Call.Replace('-', ' '), row.Calls.ToString("N0", CultureInfo.InvariantCulture),
            Microseconds(row.Median), Microseconds(row.Percentile99), Microseconds(row.Percentile999), Microseconds(row.Longest),
        ]));

    /// <summary>Writes the picture: a histogram for each condition, calls of a bin over their time, both axes logarithmic.</summary>
    public static void Draw(string path, IReadOnlyList<LatencySeries> series)
    {
        IGrouping<string, LatencySeries>[] conditions = [.. series.GroupBy(row => row.Condition)];
        var plots = new Multiplot();
        plots.AddPlots(conditions.Length);
        double first = Math.Log10(series.Min(row => row.Bins[0].Lower)), last = Math.Log10(series.Max(row => row.Bins[^1].Upper));
        double most = Math.Log10(series.Max(row => row.Bins.Max(bin => bin.Calls)));
        for (int k = 0; k < conditions.Length; k++)
        {
            Plot plot = plots.GetPlot(k);
            foreach (LatencySeries row in conditions[k])
            {
                AddLine(plot, row);
            }

            plot.Title(conditions[k].Key);
            plot.XLabel("microseconds of a call");
            plot.YLabel("calls");
            plot.Axes.Bottom.TickGenerator = Powers(first, last);
            plot.Axes.Left.TickGenerator = Powers(0, most);
            plot.Axes.SetLimits(first, last, NoCalls, most + 0.2);
            plot.ShowLegend(Alignment.UpperRight);
        }

        plots.SavePng(path, Width, HeightOfACondition * conditions.Length);
    }

    private static void AddLine(Plot plot, LatencySeries row)
    {
        Dictionary<int, long> calls = row.Bins.ToDictionary(bin => Number(bin.Lower), bin => bin.Calls);
        int first = Number(row.Bins[0].Lower) - 1, last = Number(row.Bins[^1].Lower) + 1;
        int[] bins = [.. Enumerable.Range(first, last - first + 1)];
        Scatter line = plot.Add.Scatter(
            bins.Select(bin => (double)bin / BinsOfAnOctave * Math.Log10(2) - Math.Log10(NanosecondsOfAMicrosecond)).ToArray(),
            bins.Select(bin => calls.TryGetValue(bin, out long count) ? Math.Log10(count) : NoCalls).ToArray());
        (line.ConnectStyle, line.MarkerSize) = (ConnectStyle.StepHorizontal, 0);
        line.LegendText = row.Call.Replace('-', ' ');
        if (row.Call.StartsWith("empty", StringComparison.Ordinal))
        {
            line.LinePattern = LinePattern.Dotted;
        }

        // Bins are counted from the one that begins at 1 ns.
        static int Number(double lower) => (int)Math.Round(Math.Log2(lower * NanosecondsOfAMicrosecond) * BinsOfAnOctave);
    }

    private static NumericManual Powers(double first, double last) => new(
        [.. Enumerable.Range((int)Math.Ceiling(first), (int)(Math.Floor(last) - Math.Ceiling(first)) + 1)
            .Select(power => new Tick(power, Math.Pow(10, power).ToString("N0", CultureInfo.InvariantCulture)))]);

    private static string Microseconds(double value) => value.ToString(value < 100 ? "F1" : "N0", CultureInfo.InvariantCulture);
}
