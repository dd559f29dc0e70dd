using System.Text.Json.Nodes;

namespace DrawAot.Trainer.Evaluation;

/// <summary>Misclassified images of a set.</summary>
/// <param name="Errors">Number of images that were given a wrong class.</param>
/// <param name="Images">Number of images, at least 1.</param>
public readonly record struct ErrorRate(int Errors, int Images)
{
    /// <summary>Misclassified images, in percent.</summary>
    public double Percent => 100.0 * Errors / Images;

    /// <summary>Standard error of <see cref="Percent"/>: of the mean of <see cref="Images"/> outcomes, each an error or none.</summary>
    public double StandardError => Math.Sqrt(Percent * (100 - Percent) / Images);

    /// <summary>The figures as a manifest's training block states them.</summary>
    internal JsonObject ToJson() => new()
    {
        ["errorPercent"] = Math.Round(Percent, 3),
        ["standardError"] = Math.Round(StandardError, 3),
        ["errors"] = Errors,
        ["images"] = Images,
    };
}
