using System.Numerics.Tensors;

namespace DrawAot.Training.Optimisers;

/// <summary>
/// A model's parameters while they are trained, as vectors [P]: the weights, their exponential moving average, and the
/// optimiser's state.
/// </summary>
/// <param name="weights">The first weights [P]; the average starts there too.</param>
/// <param name="optimiser">Moves the weights.</param>
/// <param name="blocks">The blocks of all parameters; matrices among them decay. Null where none does.</param>
public sealed class ParameterState(ReadOnlySpan<float> weights, IOptimiser optimiser, IReadOnlyList<ParameterBlock>? blocks = null)
{
    private const int BlockLength = 256;

    /// <summary>All weights [P].</summary>
    public float[] Weights { get; } = weights.ToArray();

    /// <summary>Exponential moving average of the weights [P].</summary>
    public float[] Average { get; } = weights.ToArray();

    /// <summary>Updates that this run has made.</summary>
    public long Steps { get; set; }

    /// <summary>Updates that an earlier run had made before this one took over its optimiser's state; 0 for fresh state.</summary>
    public long EarlierSteps { get; set; }

    /// <summary>Updates that the average had seen before this run; 0 for an average that starts at the weights.</summary>
    public long EarlierAverageSteps { get; set; }

    /// <summary>All vectors, for a checkpoint to store and restore.</summary>
    public IReadOnlyList<StateVector> Vectors => [new("weights", Weights), new("average", Average), .. optimiser.State];

    /// <summary>Clips a gradient by its global norm, lets the optimiser move the weights, and updates the average.</summary>
    /// <param name="gradient">The gradient [P], scaled down in place where its norm exceeds <paramref name="clipNorm"/>.</param>
    /// <param name="rate">Learning rate of this step.</param>
    /// <param name="clipNorm">Largest norm of a gradient.</param>
    /// <param name="averageDecay">Decay of the average in one step, in [0, 1).</param>
    /// <param name="weightDecay">
    /// λ: matrices shrink by w ← w − rate·λ·w before the optimiser moves them (Loshchilov and Hutter 2019, "decoupled weight decay").
    /// </param>
    /// <returns>The gradient's norm before clipping; if it is not finite, nothing has changed.</returns>
    public double Update(Span<float> gradient, double rate, double clipNorm, double averageDecay, double weightDecay = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, Weights.Length);
        double norm = Norm(gradient);
        if (!double.IsFinite(norm))
        {
            return norm;
        }

        if (norm > clipNorm)
        {
            TensorPrimitives.Multiply(gradient, (float)(clipNorm / norm), gradient);
        }

        Steps++;
        Shrink((float)(1 - rate * weightDecay));
        optimiser.Update(Weights, gradient, rate, EarlierSteps + Steps);

        long age = EarlierAverageSteps + Steps;

        // A young average follows the weights closely; an old one has the full horizon.
        double decay = Math.Min(averageDecay, (1.0 + age) / (10 + age));
        UpdateAverage((float)(1 - decay));
        return norm;
    }

    private void Shrink(float factor)
    {
        if (factor == 1)
        {
            return;
        }

        foreach (ParameterBlock block in blocks ?? [])
        {
            if (block.IsMatrix)
            {
                Span<float> matrix = Weights.AsSpan(block.Offset, block.Length);
                TensorPrimitives.Multiply(matrix, factor, matrix);
            }
        }
    }

    /// <summary>average ← average + (w − average)·share; weights that do not move leave an equal average as it is.</summary>
    private void UpdateAverage(float share)
    {
        Span<float> differences = stackalloc float[BlockLength];
        for (int first = 0; first < Weights.Length; first += BlockLength)
        {
            Span<float> average = Average.AsSpan(first, Math.Min(BlockLength, Weights.Length - first));
            Span<float> difference = differences[..average.Length];
            TensorPrimitives.Subtract(Weights.AsSpan(first, average.Length), average, difference);
            TensorPrimitives.MultiplyAdd(difference, share, average, average);
        }
    }

    /// <summary>The Euclidean norm: sums of short blocks in float, their total in double.</summary>
    private static double Norm(ReadOnlySpan<float> gradient)
    {
        double squares = 0;
        for (; gradient.Length > BlockLength; gradient = gradient[BlockLength..])
        {
            squares += TensorPrimitives.SumOfSquares(gradient[..BlockLength]);
        }

        return Math.Sqrt(squares + TensorPrimitives.SumOfSquares(gradient));
    }
}
