namespace DrawAot.Training.Optimisers;

/// <summary>
/// Turns gradients into steps. All parameters are one vector [P], tensor after tensor in the order of
/// <see cref="Manifest.ModelShape.Tensors"/>.
/// </summary>
public interface IOptimiser
{
    /// <summary>The vectors [P] that a checkpoint stores and restores; <see cref="Update"/> changes them in place.</summary>
    IReadOnlyList<StateVector> State { get; }

    /// <summary>Moves the weights against a gradient.</summary>
    /// <param name="weights">All weights [P], changed in place.</param>
    /// <param name="gradient">The gradient [P], finite.</param>
    /// <param name="rate">Learning rate of this step.</param>
    /// <param name="number">Number of this step since the state was zero, from 1.</param>
    void Update(Span<float> weights, ReadOnlySpan<float> gradient, double rate, long number);
}

/// <summary>A vector that a checkpoint stores.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Values">Its values [P].</param>
public readonly record struct StateVector(string Name, float[] Values);
