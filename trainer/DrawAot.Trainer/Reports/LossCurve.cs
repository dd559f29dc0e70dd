using DrawAot.Trainer.Runs;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace DrawAot.Trainer.Reports;

/// <summary>The training and validation figures of a run's epochs as a picture.</summary>
internal static class LossCurve
{
    /// <summary>Its name in the run's folder.</summary>
    public const string FileName = "curve.png";

    private const int Width = 900, Height = 540;

    /// <summary>
    /// Draws the curve of the epochs so far, at least one. The limit of the axis cuts off the first epochs of a fresh model, so
    /// that the last can be told apart.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="measure">What the figures are called; they are in nats an image.</param>
    /// <param name="epochs">The epochs.</param>
    public static void Write(string path, string measure, IReadOnlyList<EpochReport> epochs)
    {
        using var plot = new Plot();
        double[] numbers = [.. epochs.Select(epoch => (double)epoch.Epoch)];
        double[] training = [.. epochs.Select(epoch => epoch.Curve.Training)], validation = [.. epochs.Select(epoch => epoch.Curve.Validation)];
        plot.Add.Scatter(numbers, training).LegendText = "training, as it went";
        plot.Add.Scatter(numbers, validation).LegendText = "validation, averaged weights";
        plot.XLabel("epoch");
        plot.YLabel($"{measure}, nats an image");
        plot.ShowLegend(Alignment.UpperRight);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = 40 };

        double[] shown = [.. validation.Concat(training).Order()];
        double low = shown[0], high = shown[Math.Min(shown.Length - 1, shown.Length * 9 / 10)];
        double margin = Math.Max(0.1, (high - low) * 0.1);
        plot.Axes.SetLimits(numbers[0] - 0.5, numbers[^1] + 0.5, low - margin, high + margin);
        RunFile.Write(path, plot.GetImageBytes(Width, Height, ImageFormat.Png));
    }
}
