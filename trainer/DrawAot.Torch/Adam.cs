using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Torch;

/// <summary>
/// Adam (Kingma and Ba 2014) with clipping by the global norm and an exponential average of the weights, over all
/// parameters as one vector: four such vectors are the whole state that a checkpoint needs.
/// </summary>
/// <param name="weights">Where to start; the average starts there too.</param>
public sealed class Adam(ReadOnlySpan<float> weights)
{
    private const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f;

    /// <summary>All weights [P].</summary>
    public float[] Weights { get; } = weights.ToArray();

    /// <summary>Running mean of the gradient [P].</summary>
    public float[] Momentum { get; } = new float[weights.Length];

    /// <summary>Running mean of the squared gradient [P].</summary>
    public float[] Variance { get; } = new float[weights.Length];

    /// <summary>Exponential average of the weights [P].</summary>
    public float[] Average { get; } = weights.ToArray();

    /// <summary>Updates made so far.</summary>
    public long Steps { get; set; }

    /// <summary>Moves the weights against a gradient.</summary>
    /// <param name="gradient">The gradient [P].</param>
    /// <param name="rate">Learning rate of this step.</param>
    /// <param name="clipNorm">Gradients of a larger norm are scaled down to it.</param>
    /// <param name="averageDecay">How much of the average survives one step, in [0, 1).</param>
    /// <returns>The gradient's norm before clipping; where it is not finite, nothing was changed.</returns>
    public double Update(ReadOnlySpan<float> gradient, double rate, double clipNorm, double averageDecay)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, Weights.Length);
        double norm = Norm(gradient);
        if (!double.IsFinite(norm))
        {
            return norm;
        }

        Steps++;

        // Young averages follow the weights closely; old ones forget at the full horizon.
        double decay = Math.Min(averageDecay, (1.0 + Steps) / (10 + Steps));
        var step = new Coefficients(
            Clip: norm > clipNorm ? (float)(clipNorm / norm) : 1,
            Rate: (float)(rate / (1 - Math.Pow(Beta1, Steps))),
            Variance: (float)(1 / (1 - Math.Pow(Beta2, Steps))),
            Forget: (float)(1 - decay));
        int whole = gradient.Length / Vector256<float>.Count * Vector256<float>.Count;
        UpdateWholeVectors(gradient[..whole], step);
        for (int k = whole; k < gradient.Length; k++)
        {
            Update(k, gradient[k], step);
        }

        return norm;
    }

    /// <summary>The Euclidean norm; sums of runs as floats, these as a double.</summary>
    private static double Norm(ReadOnlySpan<float> gradient)
    {
        const int Run = 256;
        double squares = 0;
        for (; gradient.Length > Run; gradient = gradient[Run..])
        {
            squares += TensorPrimitives.SumOfSquares(gradient[..Run]);
        }

        return Math.Sqrt(squares + TensorPrimitives.SumOfSquares(gradient));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateWholeVectors(ReadOnlySpan<float> gradient, Coefficients step)
    {
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float w = ref MemoryMarshal.GetArrayDataReference(Weights);
        ref float m = ref MemoryMarshal.GetArrayDataReference(Momentum);
        ref float v = ref MemoryMarshal.GetArrayDataReference(Variance);
        ref float average = ref MemoryMarshal.GetArrayDataReference(Average);
        for (nuint k = 0; k < (nuint)gradient.Length; k += (nuint)Vector256<float>.Count)
        {
            Vector256<float> slope = Vector256.LoadUnsafe(ref g, k) * step.Clip;
            Vector256<float> mean = Vector256.LoadUnsafe(ref m, k) * Beta1 + slope * (1 - Beta1);
            mean.StoreUnsafe(ref m, k);
            Vector256<float> square = Vector256.LoadUnsafe(ref v, k) * Beta2 + slope * slope * (1 - Beta2);
            square.StoreUnsafe(ref v, k);
            Vector256<float> scale = Vector256.Sqrt(square * step.Variance) + Vector256.Create(Epsilon);
            Vector256<float> weight = Vector256.LoadUnsafe(ref w, k) - mean * step.Rate / scale;
            weight.StoreUnsafe(ref w, k);
            Vector256<float> old = Vector256.LoadUnsafe(ref average, k);
            (old + (weight - old) * step.Forget).StoreUnsafe(ref average, k);
        }
    }

    private void Update(int k, float gradient, Coefficients step)
    {
        float slope = gradient * step.Clip;
        Momentum[k] = Momentum[k] * Beta1 + slope * (1 - Beta1);
        Variance[k] = Variance[k] * Beta2 + slope * slope * (1 - Beta2);
        float scale = MathF.Sqrt(Variance[k] * step.Variance) + Epsilon;
        Weights[k] -= Momentum[k] * step.Rate / scale;
        Average[k] += (Weights[k] - Average[k]) * step.Forget;
    }

    /// <param name="Clip">What the gradient is multiplied by.</param>
    /// <param name="Rate">The rate, corrected for the young mean.</param>
    /// <param name="Variance">What corrects the young mean of squares.</param>
    /// <param name="Forget">What the average takes over from the weights.</param>
    private readonly record struct Coefficients(float Clip, float Rate, float Variance, float Forget);
}
