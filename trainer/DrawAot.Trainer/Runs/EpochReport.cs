using System.Text.Json.Nodes;

namespace DrawAot.Trainer.Runs;

/// <summary>
/// The figures of an epoch. Each family of models has its own figures: its public properties are written to checkpoints, all else follows
/// from them.
/// </summary>
public abstract record EpochReport
{
    /// <summary>The epoch, from 1.</summary>
    public abstract int Epoch { get; init; }

    /// <summary>Steps done since the run's start.</summary>
    public abstract long Steps { get; init; }

    /// <summary>Time that the epoch took, with its validation.</summary>
    public abstract double Seconds { get; init; }

    /// <summary>T in it.</summary>
    public abstract int Glimpses { get; init; }

    /// <summary>Learning rate of its last step.</summary>
    public abstract double Rate { get; init; }

    /// <summary>The figures by which epochs are compared: the smaller is the better one, and the second figure decides between equal first ones.</summary>
    internal abstract (double First, double Second) Rank { get; }

    /// <summary>The epoch as one line for a reader.</summary>
    internal abstract string Line { get; }

    /// <summary>Its columns of <c>epochs.csv</c> between the rate and the seconds, with their names.</summary>
    internal abstract IEnumerable<(string Name, double Value)> Columns { get; }

    /// <summary>Its figures for TensorBoard, with their tags.</summary>
    internal abstract IEnumerable<(string Tag, double Value)> Scalars { get; }

    /// <summary>The figures of <c>curve.png</c>: the training figure and the validation figure.</summary>
    internal abstract (double Training, double Validation) Curve { get; }

    /// <summary>The validation error that <c>curve.png</c> shows beside them, in percent; null for a family that has none.</summary>
    internal virtual double? ErrorPercent => null;

    /// <summary>The validation figures as the manifest's training block states them.</summary>
    /// <param name="images">Number of validation images.</param>
    internal abstract JsonObject Validation(int images);

    /// <summary>The validation figure that is no number, with its name; null where all are numbers.</summary>
    internal abstract string? Fault { get; }
}
