using System.Globalization;
using System.Text.Json.Nodes;
using DrawAot.Trainer.Evaluation;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Families.Classifier;

/// <summary>The figures of an epoch of a classifier.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Steps">Steps done since the run's start.</param>
/// <param name="TrainCrossEntropy">Mean over the epoch's training images, each measured before its step, in nats.</param>
/// <param name="ValidationError">Misclassified images of the validation set after the last glimpse, in percent.</param>
/// <param name="CrossEntropy">Mean over the validation set after the last glimpse, in nats.</param>
/// <param name="Seconds">Time that the epoch took, with its validation.</param>
/// <param name="Glimpses">T in it.</param>
/// <param name="Rate">Learning rate of its last step.</param>
public sealed record ClassifierEpoch(
    int Epoch, long Steps, double TrainCrossEntropy, double ValidationError, double CrossEntropy, double Seconds, int Glimpses, double Rate) : EpochReport
{
    /// <inheritdoc/>
    internal override (double First, double Second) Rank => (ValidationError, CrossEntropy);

    /// <inheritdoc/>
    internal override string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {Epoch,3}   train {TrainCrossEntropy:F4}   validation {CrossEntropy:F4} nats, error {ValidationError,5:F2}%   {Seconds:F0} s");

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, double Value)> Columns =>
        [("train", TrainCrossEntropy), ("validation", CrossEntropy), ("error", ValidationError)];

    /// <inheritdoc/>
    internal override IEnumerable<(string Tag, double Value)> Scalars =>
    [
        ("epoch/validation error", ValidationError),
        ("epoch/validation cross entropy", CrossEntropy),
        ("epoch/glimpses", Glimpses),
        ("epoch/training cross entropy", TrainCrossEntropy),
    ];

    /// <inheritdoc/>
    internal override (double Training, double Validation) Curve => (TrainCrossEntropy, CrossEntropy);

    /// <inheritdoc/>
    internal override double? ErrorPercent => ValidationError;

    /// <inheritdoc/>
    internal override string? Fault => double.IsFinite(CrossEntropy) ? null : $"the validation cross entropy is {CrossEntropy}";

    /// <inheritdoc/>
    internal override JsonObject Validation(int images)
    {
        var errors = new ErrorRate((int)Math.Round(ValidationError * images / 100), images);
        JsonObject figures = errors.ToJson();
        figures["crossEntropy"] = Math.Round(CrossEntropy, 4);
        return figures;
    }
}
