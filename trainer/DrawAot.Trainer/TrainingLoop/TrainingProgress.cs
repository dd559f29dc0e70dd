using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.TrainingLoop;

/// <summary>The outcome of a step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Figures">The smoothed figures of the last steps, in words.</param>
/// <param name="Left">Estimated time to the end of the run.</param>
public readonly record struct StepReport(
    long Step, long TotalSteps, int Epoch, string Figures, TimeSpan Left);

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
