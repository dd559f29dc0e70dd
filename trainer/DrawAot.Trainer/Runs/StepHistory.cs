using System.Runtime.InteropServices;

namespace DrawAot.Trainer.Runs;

/// <summary>The figures of every step of a run, in the order of the steps.</summary>
internal sealed class StepHistory
{
    private readonly List<float> _values;

    /// <summary>Starts with no steps.</summary>
    public StepHistory() => _values = [];

    /// <summary>Takes over the values of an earlier history.</summary>
    /// <param name="values">[steps, <see cref="Width"/>], as <see cref="Values"/> gives them.</param>
    public StepHistory(ReadOnlySpan<float> values) => _values = [.. values];

    /// <summary>Figures of a step: loss, measure, gradient norm.</summary>
    public static int Width => 3;

    /// <summary>Steps so far.</summary>
    public int Count => _values.Count / Width;

    /// <summary>All figures, [steps, <see cref="Width"/>]; valid until the next step is added.</summary>
    public ReadOnlySpan<float> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>The figures of the last step.</summary>
    public StepFigures Last => this[Count - 1];

    /// <summary>The figures of a step, counted from 0.</summary>
    public StepFigures this[int step] => new(_values[step * Width], _values[step * Width + 1], _values[step * Width + 2]);

    /// <summary>Adds a step.</summary>
    public void Add(StepFigures step) => _values.AddRange([step.Loss, step.Measure, step.GradientNorm]);
}

/// <summary>The figures of one step.</summary>
/// <param name="Loss">What the gradient is of: L_x + w·L_z of DRAW, the cross entropy of a classifier; in nats an image.</param>
/// <param name="Measure">What an epoch's training figure is the mean of: L_x + L_z of DRAW, the cross entropy; in nats an image.</param>
/// <param name="GradientNorm">Norm of the gradient before clipping.</param>
internal readonly record struct StepFigures(float Loss, float Measure, float GradientNorm);
