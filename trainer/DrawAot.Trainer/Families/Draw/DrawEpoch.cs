using System.Globalization;
using System.Text.Json.Nodes;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Families.Draw;

/// <summary>The figures of an epoch of DRAW.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Steps">Steps done since the run's start.</param>
/// <param name="TrainBound">Mean bound over the epoch's training images, each measured before its step, in nats.</param>
/// <param name="Reconstruction">L_x on the validation set, in nats.</param>
/// <param name="Divergence">L_z on the validation set, in nats.</param>
/// <param name="Seconds">Time that the epoch took, with its validation.</param>
/// <param name="Glimpses">T in it.</param>
/// <param name="Rate">Learning rate of its last step.</param>
public sealed record DrawEpoch(
    int Epoch, long Steps, double TrainBound, double Reconstruction, double Divergence, double Seconds, int Glimpses, double Rate) : EpochReport
{
    /// <summary>The bound on the validation set, in nats.</summary>
    public double ValidationBound => Reconstruction + Divergence;

    /// <inheritdoc/>
    internal override (double First, double Second) Rank => (ValidationBound, 0);

    /// <inheritdoc/>
    internal override string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {Epoch,3}   train {TrainBound,7:F2}   validation {ValidationBound,7:F2} nats " +
        $"(reconstruction {Reconstruction:F2} + KL {Divergence:F2})   {Seconds:F0} s");

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, double Value)> Columns =>
        [("train", TrainBound), ("validation", ValidationBound), ("reconstruction", Reconstruction), ("kl", Divergence)];

    /// <inheritdoc/>
    internal override IEnumerable<(string Tag, double Value)> Scalars =>
    [
        ("epoch/validation bound", ValidationBound),
        ("epoch/reconstruction", Reconstruction),
        ("epoch/KL", Divergence),
        ("epoch/glimpses", Glimpses),
        ("epoch/training bound", TrainBound),
    ];

    /// <inheritdoc/>
    internal override (double Training, double Validation) Curve => (TrainBound, ValidationBound);

    /// <inheritdoc/>
    internal override string? Fault => double.IsFinite(ValidationBound) ? null : $"the validation bound is {ValidationBound}";

    /// <inheritdoc/>
    internal override JsonObject Validation(int images) => TrainingRecord.Figures(ValidationBound, Reconstruction, Divergence, images);
}
