using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Training.Optimisers;

/// <summary>Adam (Kingma and Ba 2014, algorithm 1), with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.</summary>
/// <remarks>
/// <code>
/// m ← β₁·m + (1 − β₁)·g          v ← β₂·v + (1 − β₂)·g²
/// w ← w − rate · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
/// </code>
/// </remarks>
/// <param name="count">Number of parameters P.</param>
public sealed class Adam(int count) : IOptimiser
{
    private const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f;

    private readonly float[] _momentum = new float[count], _variance = new float[count];

    /// <inheritdoc/>
    public IReadOnlyList<StateVector> State => [new("momentum", _momentum), new("variance", _variance)];

    /// <inheritdoc/>
    public void Update(Span<float> weights, ReadOnlySpan<float> gradient, double rate, long number) =>
        Step(weights, gradient, _momentum, _variance, rate, number);

    /// <summary>One step of some parameters, with their state.</summary>
    /// <param name="weights">w [n].</param>
    /// <param name="gradient">g [n].</param>
    /// <param name="momentum">m [n].</param>
    /// <param name="variance">v [n].</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="number">t, from 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Step(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> momentum, Span<float> variance, double rate, long number)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, weights.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(momentum.Length, weights.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(variance.Length, weights.Length);
        float correctedRate = (float)(rate / (1 - Math.Pow(Beta1, number)));
        float varianceCorrection = (float)(1 / (1 - Math.Pow(Beta2, number)));
        ref float w = ref MemoryMarshal.GetReference(weights), g = ref MemoryMarshal.GetReference(gradient);
        ref float m = ref MemoryMarshal.GetReference(momentum), v = ref MemoryMarshal.GetReference(variance);
        nuint length = (nuint)weights.Length, whole = length / (nuint)Vector256<float>.Count * (nuint)Vector256<float>.Count;
        for (nuint k = 0; k < whole; k += (nuint)Vector256<float>.Count)
        {
            Vector256<float> slope = Vector256.LoadUnsafe(ref g, k);
            Vector256<float> mean = Vector256.LoadUnsafe(ref m, k) * Beta1 + slope * (1 - Beta1);
            Vector256<float> square = Vector256.LoadUnsafe(ref v, k) * Beta2 + slope * slope * (1 - Beta2);
            Vector256<float> scale = Vector256.Sqrt(square * varianceCorrection) + Vector256.Create(Epsilon);
            mean.StoreUnsafe(ref m, k);
            square.StoreUnsafe(ref v, k);
            (Vector256.LoadUnsafe(ref w, k) - mean * correctedRate / scale).StoreUnsafe(ref w, k);
        }

        for (nuint k = whole; k < length; k++)
        {
            float slope = Unsafe.Add(ref g, k);
            float mean = Unsafe.Add(ref m, k) * Beta1 + slope * (1 - Beta1);
            float square = Unsafe.Add(ref v, k) * Beta2 + slope * slope * (1 - Beta2);
            Unsafe.Add(ref m, k) = mean;
            Unsafe.Add(ref v, k) = square;
            Unsafe.Add(ref w, k) -= mean * correctedRate / (MathF.Sqrt(square * varianceCorrection) + Epsilon);
        }
    }
}
