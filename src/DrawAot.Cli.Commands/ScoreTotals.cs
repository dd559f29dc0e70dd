namespace DrawAot.Cli;

/// <summary>Figures of all images together; only sums are kept.</summary>
internal sealed class ScoreTotals
{
    private RunningMean _nats;
    private double _variances;

    /// <summary>Number of images that were scored.</summary>
    public long Count => _nats.Count;

    /// <summary>The mean of their scores.</summary>
    public double Mean => _nats.Mean;

    /// <summary>The standard error of the mean, were the images drawn at random from all that there could be.</summary>
    public double StandardError => _nats.StandardError;

    /// <summary>The standard error of the mean of these very images, which more draws make smaller.</summary>
    public double MonteCarloError => Count == 0 ? 0 : Math.Sqrt(_variances) / Count;

    /// <summary>Takes a score.</summary>
    public void Add(ScoredImage score)
    {
        _nats.Add(score.Nats);
        double error = score.MonteCarloError ?? 0;
        _variances += error * error;
    }
}
