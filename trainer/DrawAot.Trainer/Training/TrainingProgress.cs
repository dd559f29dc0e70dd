namespace DrawAot.Trainer.Training;

/// <summary>How a step went.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Loss">L_x + w·L_z, with the KL weight w of the ramp, smoothed, in nats an image.</param>
/// <param name="Bound">L_x + L_z, smoothed, in nats an image.</param>
/// <param name="Left">Estimated time to the end of the run.</param>
public readonly record struct StepReport(
    long Step, long TotalSteps, int Epoch, double Loss, double Bound, TimeSpan Left);

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

/// <summary>Is told how a run goes on.</summary>
public interface ITrainingProgress
{
    /// <summary>A line for the reader.</summary>
    void Say(string message);

    /// <summary>A step is done.</summary>
    void StepDone(StepReport report);

    /// <summary>An epoch is done and validated.</summary>
    void EpochDone(EpochReport report);
}
