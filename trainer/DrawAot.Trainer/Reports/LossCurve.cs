using DrawAot.Trainer.Families;
using DrawAot.Trainer.Runs;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace DrawAot.Trainer.Reports;

/// <summary>The training and validation figures of a run's epochs as a picture.</summary>
internal static class LossCurve
{
    /// <summary>Its name in the run's folder.</summary>
    public const string FileName = "curve.png";

    private const int Width = 900, Height = 540;
    private const double SmallestErrorMargin = 0.1; // in points

    /// <summary>
    /// Draws the curve of the epochs so far, at least one. The limit of the axis cuts off the first epochs of a fresh model, so
    /// that the last can be told apart.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="family">The family of the model.</param>
    /// <param name="epochs">The epochs.</param>
    public static void Write(string path, TrainedFamily family, IReadOnlyList<EpochReport> epochs)
    {
        using var plot = new Plot();
        double[] numbers = [.. epochs.Select(epoch => (double)epoch.Epoch)];
        double[] training = [.. epochs.Select(epoch => epoch.Curve.Training)], validation = [.. epochs.Select(epoch => epoch.Curve.Validation)];
        plot.Add.Scatter(numbers, training).LegendText = "training, as it went";
        plot.Add.Scatter(numbers, validation).LegendText = "validation, averaged weights";
        plot.XLabel("epoch");
        plot.YLabel($"{family.MeasureName}, nats an image");
        plot.ShowLegend(Alignment.UpperRight);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = 40 };

        (double low, double high) = Limits(validation.Concat(training), family.SmallestMargin);
        plot.Axes.SetLimits(numbers[0] - 0.5, numbers[^1] + 0.5, low, high);
        double[] errors = [.. epochs.Select(epoch => epoch.ErrorPercent).OfType<double>()];
        if (errors.Length == numbers.Length)
        {
            Scatter scatter = plot.Add.Scatter(numbers, errors);
            scatter.LegendText = "validation error (right)";
            scatter.Axes.YAxis = plot.Axes.Right;
            plot.Axes.Right.Label.Text = "error, %";
            (double lowest, double highest) = Limits(errors, SmallestErrorMargin);
            plot.Axes.SetLimitsY(lowest, highest, plot.Axes.Right);
        }

        RunFile.Write(path, plot.GetImageBytes(Width, Height, ImageFormat.Png));
    }

    /// <summary>The limits of an axis: all values but the largest tenth, and a margin.</summary>
    private static (double Low, double High) Limits(IEnumerable<double> values, double smallestMargin)
    {
        double[] shown = [.. values.Order()];
        double low = shown[0], high = shown[Math.Min(shown.Length - 1, shown.Length * 9 / 10)];
        double margin = Math.Max(smallestMargin, (high - low) * 0.1);
        return (low - margin, high + margin);
    }
}
