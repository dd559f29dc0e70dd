using DrawAot.Trainer.Training;
using ScottPlot;

namespace DrawAot.Trainer.Reports;

/// <summary>The bounds of a run's epochs as a picture.</summary>
internal static class LossCurve
{
    private const int Width = 900, Height = 540;

    /// <summary>Draws the curve of the epochs so far; the first ones of a fresh model are cut off, so that the last can be told apart.</summary>
    public static void Write(string path, IReadOnlyList<EpochReport> epochs)
    {
        using var plot = new Plot();
        double[] numbers = [.. epochs.Select(epoch => (double)epoch.Epoch)];
        double[] validation = [.. epochs.Select(epoch => epoch.ValidationBound)];
        EpochReport[] trained = [.. epochs.Where(epoch => epoch.TrainBound is not null)];
        Add(plot, "training, as it went", [.. trained.Select(epoch => (double)epoch.Epoch)], [.. trained.Select(epoch => epoch.TrainBound!.Value)]);
        Add(plot, "validation, averaged weights", numbers, validation);
        plot.XLabel("epoch");
        plot.YLabel("bound, nats an image");
        plot.ShowLegend(Alignment.UpperRight);

        double[] shown = [.. validation.Concat(trained.Select(epoch => epoch.TrainBound!.Value)).Order()];
        double low = shown[0], high = shown[Math.Min(shown.Length - 1, shown.Length * 9 / 10)];
        double margin = Math.Max(0.1, (high - low) * 0.1);
        plot.Axes.SetLimits(numbers[0] - 0.5, numbers[^1] + 0.5, low - margin, high + margin);
        byte[] png = plot.GetImageBytes(Width, Height, ImageFormat.Png);
        WholeFile.Write(path, stream => stream.Write(png));
    }

    private static void Add(Plot plot, string name, double[] x, double[] y) => plot.Add.Scatter(x, y).LegendText = name;
}
