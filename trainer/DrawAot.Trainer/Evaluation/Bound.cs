namespace DrawAot.Trainer.Evaluation;

/// <summary>A mean over images and how sure it is.</summary>
/// <param name="values">One number an image, in nats.</param>
public sealed class MeanOverImages(IReadOnlyList<double> values)
{
    /// <summary>One number an image, in nats.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>The mean.</summary>
    public double Nats { get; } = values.Average();

    /// <summary>Standard error of the mean over the images; 0 of a single one.</summary>
    public double StandardError
    {
        get
        {
            double squares = values.Sum(value => (value - Nats) * (value - Nats));
            return Math.Sqrt(squares / Math.Max(1, values.Count - 1) / values.Count);
        }
    }
}

/// <summary>The variational bound on −log p(x) over a set of images, in nats an image, with one sample of z each.</summary>
/// <param name="scores">The bound of every image.</param>
public sealed class Bound(IReadOnlyList<Score> scores)
{
    private readonly MeanOverImages _mean = new([.. scores.Select(score => score.Nats)]);

    /// <summary>The bound of every image.</summary>
    public IReadOnlyList<Score> Scores => scores;

    /// <summary>Mean of L_x.</summary>
    public double Reconstruction { get; } = scores.Average(score => score.Reconstruction);

    /// <summary>Mean of L_z.</summary>
    public double Divergence { get; } = scores.Average(score => score.Divergence);

    /// <summary>Mean of L_x + L_z: what the paper's Table 2 reports.</summary>
    public double Nats => _mean.Nats;

    /// <summary>Standard error of <see cref="Nats"/> over the images; 0 of a single one.</summary>
    public double StandardError => _mean.StandardError;
}
