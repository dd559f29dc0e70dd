using System.Globalization;
using DrawAot.Bench.Measuring;
using DrawAot.Manifest;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace DrawAot.Bench.Scaling;

/// <summary>The figures of a sweep as a table and as a picture.</summary>
internal static class ScalingReport
{
    private const int Width = 900, Height = 540;

    /// <summary>The table: a row a size, for each precision multiply-adds a nanosecond and the fraction of the roof.</summary>
    public static string Table(IReadOnlyList<ScalingFigure> figures)
    {
        var columns = figures.Select(figure => (figure.Precision, figure.Pictures)).Distinct().ToList();
        return MarkdownTable.Of(
            ["H", .. columns.Select(column => Title(column.Precision, column.Pictures))],
            figures.GroupBy(figure => figure.Hidden).Select(size => (IReadOnlyList<string>)
            [
                size.Key.ToString(CultureInfo.InvariantCulture),
                .. size.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Rate:F1} ({figure.Fraction:F2})")),
            ]));
    }

    /// <summary>Writes the picture: the rate over H, of each precision alone and together, with the roof as a dashed line.</summary>
    public static void Draw(string path, IReadOnlyList<ScalingFigure> figures)
    {
        using var plot = new Plot();
        foreach (IGrouping<(WeightPrecision Precision, int Pictures), ScalingFigure> line in figures.GroupBy(figure => (figure.Precision, figure.Pictures)))
        {
            double[] sizes = [.. line.Select(figure => Math.Log2(figure.Hidden))];
            Scatter measured = plot.Add.Scatter(sizes, [.. line.Select(figure => figure.Rate)]);
            measured.LegendText = Title(line.Key.Precision, line.Key.Pictures);
            Scatter roof = plot.Add.Scatter(sizes, [.. line.Select(figure => figure.RoofRate)], measured.Color);
            (roof.LinePattern, roof.MarkerSize) = (LinePattern.Dashed, 0);
        }

        plot.XLabel("hidden size of the decoder");
        plot.YLabel("multiply-adds a nanosecond; dashed: the measured roof");
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. figures.Select(figure => figure.Hidden).Distinct().Select(hidden => new Tick(Math.Log2(hidden), $"{hidden}"))]);
        plot.Axes.SetLimitsY(0, 1.05 * figures.Max(figure => Math.Max(figure.Rate, figure.RoofRate)));
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SavePng(path, Width, Height);
    }

    private static string Title(WeightPrecision precision, int pictures) =>
        $"{precision.ToString().ToLowerInvariant()}, {(pictures == 1 ? "alone" : $"{pictures} together")}";
}
