namespace DrawAot.Trainer.Runs;

/// <summary>How an epoch went.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Steps">Steps done since the run's start.</param>
/// <param name="TrainBound">Mean bound over the epoch's training images, each measured before its step, in nats.</param>
/// <param name="Reconstruction">L_x on the validation set, in nats.</param>
/// <param name="Divergence">L_z on the validation set, in nats.</param>
/// <param name="Seconds">Time that the epoch took, with its validation.</param>
/// <param name="Glimpses">T in it.</param>
/// <param name="Rate">Learning rate of its last step.</param>
public sealed record EpochReport(
    int Epoch, long Steps, double TrainBound, double Reconstruction, double Divergence, double Seconds, int Glimpses, double Rate)
{
    /// <summary>The bound on the validation set, in nats.</summary>
    public double ValidationBound => Reconstruction + Divergence;
}
