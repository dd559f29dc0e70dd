namespace DrawAot.Trainer.Runs;

/// <summary>The numbers that the options of a run take, wherever they come from; the model's sizes are the manifest's.</summary>
internal static class TrainingRanges
{
    /// <summary>Of <see cref="TrainingOptions.Epochs"/> and <see cref="TrainingOptions.Patience"/>.</summary>
    public static NumberRange<int> Epochs { get; } = new(1, 1_000_000);

    /// <summary>Of <see cref="TrainingOptions.Batch"/>.</summary>
    public static NumberRange<int> Batch { get; } = new(1, 65_536);

    /// <summary>Of <see cref="TrainingOptions.Rate"/>.</summary>
    public static NumberRange<double> Rate { get; } = new(0, 1, IsOpenBelow: true);

    /// <summary>Of <see cref="TrainingOptions.FinalRate"/>.</summary>
    public static NumberRange<double> FinalRate { get; } = new(0, 1);

    /// <summary>Of <see cref="TrainingOptions.WarmUp"/>.</summary>
    public static NumberRange<int> WarmUp { get; } = new(0, 1_000_000_000);

    /// <summary>Of <see cref="TrainingOptions.ClipNorm"/>.</summary>
    public static NumberRange<double> ClipNorm { get; } = new(0, 1e9, IsOpenBelow: true);

    /// <summary>Of <see cref="TrainingOptions.KlRamp"/>.</summary>
    public static NumberRange<int> KlRamp { get; } = new(1, 1_000_000_000);

    /// <summary>Of <see cref="TrainingOptions.AverageDecay"/>.</summary>
    public static NumberRange<double> AverageDecay { get; } = new(0, 1, IsOpenAbove: true);

    /// <summary>Of <see cref="TrainingOptions.InputDropout"/>.</summary>
    public static NumberRange<double> InputDropout { get; } = new(0, 0.9);

    /// <summary>Of <see cref="TrainingOptions.WeightDecay"/>.</summary>
    public static NumberRange<double> WeightDecay { get; } = new(0, 1);

    /// <summary>Of <see cref="TrainingOptions.Deformation"/>, in degrees.</summary>
    public static NumberRange<double> Deformation { get; } = new(0, 45);

    /// <summary>Epochs from one with pictures to the next.</summary>
    public static NumberRange<int> PictureInterval { get; } = new(1, 1_000_000);

    /// <summary>Of <see cref="TrainingOptions.Distractors"/>.</summary>
    public static NumberRange<int> Distractors { get; } = new(0, 10_000);

    /// <summary>Of <see cref="TrainingOptions.DistractorWidth"/>; a digit is the widest.</summary>
    public static NumberRange<int> DistractorWidth { get; } = new(1, 4096);

    /// <summary>Seconds between two checkpoints; up to a week.</summary>
    public static NumberRange<double> CheckpointInterval { get; } = new(0, 604_800);

    /// <summary>Threads that may compute.</summary>
    public static NumberRange<int> Threads { get; } = new(1, 1024);

    /// <summary>The faults of the numbers of a run's options.</summary>
    /// <returns>A sentence, or null where nothing is.</returns>
    public static string? Objection(TrainingOptions options) =>
        Objection("epochs", options.Epochs, Epochs)
        ?? (options.Patience is int patience ? Objection("patience", patience, Epochs) : null)
        ?? Objection("batch", options.Batch, Batch)
        ?? Objection("rate", options.Rate, Rate)
        ?? Objection("finalRate", options.FinalRate, FinalRate)
        ?? Objection("warmUp", options.WarmUp, WarmUp)
        ?? Objection("clipNorm", options.ClipNorm, ClipNorm)
        ?? Objection("klRamp", options.KlRamp, KlRamp)
        ?? Objection("averageDecay", options.AverageDecay, AverageDecay)
        ?? Objection("weightDecay", options.WeightDecay, WeightDecay)
        ?? Objection("inputDropout", options.InputDropout, InputDropout)
        ?? Objection("deformation", options.Deformation, Deformation)
        ?? Objection("distractors", options.Distractors, Distractors)
        ?? Objection("distractorWidth", options.DistractorWidth, DistractorWidth);

    private static string? Objection<T>(string field, T value, NumberRange<T> range)
        where T : struct, System.Numerics.INumber<T> =>
        range.Contains(value) ? null : FormattableString.Invariant($"'{field}' is {value}; {range} was expected.");
}
