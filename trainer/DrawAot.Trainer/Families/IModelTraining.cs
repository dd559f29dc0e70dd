using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Families;

/// <summary>The part of a training run that depends on the family of its model.</summary>
internal interface IModelTraining : IDisposable
{
    /// <summary>Prepares for the steps and the validation of an epoch, from its first step or from a later one.</summary>
    /// <param name="epoch">The epoch, counted from 0.</param>
    /// <param name="glimpses">T in it.</param>
    void BeginEpoch(int epoch, int glimpses);

    /// <summary>Computes the loss and the gradient of a batch of the epoch's training images.</summary>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="numbers">Which images.</param>
    /// <param name="weights">All weights [P].</param>
    /// <param name="gradient">Receives the gradient of the mean loss [P].</param>
    StepOutcome Step(long step, ReadOnlySpan<int> numbers, ReadOnlySpan<float> weights, Span<float> gradient);

    /// <summary>Measures weights on the validation images.</summary>
    /// <param name="epoch">The epoch that has ended.</param>
    /// <param name="weights">Its averaged weights [P].</param>
    /// <param name="cancellation">Ends the measurement early.</param>
    EpochReport Validate(EndedEpoch epoch, ReadOnlyMemory<float> weights, CancellationToken cancellation);

    /// <summary>Draws an epoch's pictures. The same weights give the same files.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="weights">Its averaged weights [P].</param>
    void Draw(RunFolder folder, EpochReport epoch, ReadOnlySpan<float> weights);
}

/// <summary>Means over a step's batch, in nats an image.</summary>
/// <param name="Loss">What the gradient is of.</param>
/// <param name="Measure">What an epoch's training figure is the mean of.</param>
/// <param name="Fault">Which image's loss is no number, and what it is; null where all are numbers.</param>
internal readonly record struct StepOutcome(double Loss, double Measure, string? Fault);

/// <summary>An epoch whose steps are done.</summary>
/// <param name="Number">The epoch, from 1.</param>
/// <param name="Steps">Steps done since the run's start.</param>
/// <param name="Measure">Mean of <see cref="StepOutcome.Measure"/> over its steps, each measured before its step.</param>
/// <param name="Glimpses">T in it.</param>
/// <param name="Rate">Learning rate of its last step.</param>
internal readonly record struct EndedEpoch(int Number, long Steps, double Measure, int Glimpses, double Rate);
