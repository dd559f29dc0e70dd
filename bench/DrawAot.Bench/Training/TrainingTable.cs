using System.Globalization;
using DrawAot.Bench.Measuring;
using DrawAot.Training;

namespace DrawAot.Bench.Training;

/// <summary>Steps of several numbers of threads side by side, phase by phase.</summary>
internal static class TrainingTable
{
    /// <summary>Lays it out.</summary>
    /// <param name="speeds">What was measured.</param>
    /// <param name="peak">Seconds of a multiply-add on one core.</param>
    public static string Of(IReadOnlyList<TrainingSpeed> speeds, double peak)
    {
        List<string> header = ["phase"];
        foreach (TrainingSpeed speed in speeds)
        {
            header.AddRange([$"{speed.Threads} thr., ms", "share", "GFLOP/s"]);
        }

        IEnumerable<List<string>> rows = Phases(speeds).Select(phase => Row(Name(phase), speeds, speed => speed[phase], phase switch
        {
            StepPhase.Products => 2,
            StepPhase.WeightGradients => 1,
            _ => 0,
        }));
        List<string> waiting = Row("waiting at barriers", speeds, AtBarriers, products: 0);
        List<string> step = Row("a step on an idle machine, threads × time", speeds, speed => speed.Threads * speed.LongestPath, products: 0);
        List<string> watch = Row("a step as it was, threads × time", speeds, speed => speed.Threads * speed.Seconds, products: 0);
        string images = string.Join(", ", speeds.Select(speed => string.Create(
            CultureInfo.InvariantCulture,
            $"{speed.ImagesPerSecond:F0} with {speed.Threads} thread(s), {speed.Batch / speed.LongestPath:F0} if nothing else ran")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{MarkdownTable.Of(header, rows.Append(waiting).Append(step).Append(watch))}\n\nImages a second: {images}. Peak of one core, measured: {2e-9 / peak:F1} GFLOP/s.");
    }

    /// <summary>The phases that the model has.</summary>
    private static IEnumerable<StepPhase> Phases(IReadOnlyList<TrainingSpeed> speeds) =>
        Enum.GetValues<StepPhase>().Where(phase => speeds.Any(speed => speed[phase] > 0));

    private static double AtBarriers(TrainingSpeed speed) =>
        Math.Max(0, speed.Threads * speed.LongestPath - Enum.GetValues<StepPhase>().Sum(phase => speed[phase]));

    private static List<string> Row(string name, IReadOnlyList<TrainingSpeed> speeds, Func<TrainingSpeed, double> seconds, int products)
    {
        List<string> row = [name];
        foreach (TrainingSpeed speed in speeds)
        {
            double time = seconds(speed);
            row.Add((time * 1e3).ToString("F1", CultureInfo.InvariantCulture));
            row.Add((time / (speed.Threads * speed.LongestPath)).ToString("P1", CultureInfo.InvariantCulture));
            row.Add(products == 0 ? "" : (2e-9 * products * speed.MultiplyAdds / time).ToString("F1", CultureInfo.InvariantCulture));
        }

        return row;
    }

    private static string Name(StepPhase phase) => phase switch
    {
        StepPhase.PackWeights => "packing weights and inputs",
        StepPhase.Products => "products, forwards and backwards",
        StepPhase.WeightGradients => "weights' gradients (products)",
        StepPhase.Cells => "LSTM cells",
        StepPhase.Latents => "latents and their noise",
        StepPhase.Reads => "error images, filterbanks, reads",
        StepPhase.Writes => "filterbanks, writes",
        StepPhase.Losses => "losses",
        StepPhase.CollectGradient => "collecting the gradient",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "A phase of a step was expected."),
    };
}
