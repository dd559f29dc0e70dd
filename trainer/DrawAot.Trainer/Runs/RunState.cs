namespace DrawAot.Trainer.Runs;

/// <summary>
/// What a run has done so far, besides the optimiser's vectors. The two together are a checkpoint, and every file of the
/// run's folder follows from them: so a run that was stopped at any step leaves the same files as one that was not.
/// </summary>
internal sealed class RunState
{
    /// <summary>The epochs that are done.</summary>
    public List<EpochReport> Epochs { get; init; } = [];

    /// <summary>The figures of every step.</summary>
    public StepHistory Steps { get; init; } = new();

    /// <summary>Sum of <see cref="StepFigures.Measure"/> over the current epoch's steps, added up in the order of the steps.</summary>
    public double MeasureSum { get; set; }

    /// <summary>Seconds spent on the current epoch, over all starts of the program.</summary>
    public double Seconds { get; set; }

    /// <summary>The averaged weights [P] of the best epoch; null before the first epoch's end.</summary>
    public float[]? Best { get; set; }

    /// <summary>The best epoch by <see cref="EpochReport.Rank"/>, the first of equals; null before the first epoch's end.</summary>
    public EpochReport? BestEpoch => Epochs.MinBy(epoch => epoch.Rank);

    /// <summary>Notes the end of an epoch, and begins the sums of the next.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="average">Its averaged weights [P].</param>
    public void EndEpoch(EpochReport epoch, ReadOnlySpan<float> average)
    {
        Epochs.Add(epoch);
        (MeasureSum, Seconds) = (0, 0);
        if (BestEpoch == epoch)
        {
            Best = average.ToArray();
        }
    }
}
