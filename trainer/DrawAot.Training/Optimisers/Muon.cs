using System.Numerics.Tensors;
using DrawAot.Manifest;

namespace DrawAot.Training.Optimisers;

/// <summary>
/// Muon (Jordan et al. 2024, <see href="https://kellerjordan.github.io/posts/muon/"/>): the step of a weight matrix is its
/// Nesterov momentum with all singular values brought near 1.
/// </summary>
/// <remarks>
/// <code>
/// m ← μ·m + (1 − μ)·g            u = μ·m + (1 − μ)·g            μ = 0.95
/// w ← w − rate · 0.2·√max(rows, columns) · U·Vᵀ,                where u = U·S·Vᵀ (see NewtonSchulz)
/// </code>
/// <para>
/// The factor gives a step the root mean square that Adam's typically has, 0.2·rate, so that rates of both compare
/// (Liu et al. 2025, "Muon is scalable for LLM training", equation 4). Each gate of an LSTM matrix is a matrix by itself.
/// Vectors and all other layers, whose outputs are means, logarithms, windows, pixels or classes, take Adam's step, as Jordan et al.
/// advise for output layers: with Muon's, latents stay unused for epochs (docs/models/mnist.md, "Adam or Muon").
/// </para>
/// </remarks>
public sealed class Muon : IOptimiser, IDisposable
{
    private const float Momentum = 0.95f;
    private const double AdamStepSize = 0.2;

    private readonly IReadOnlyList<ParameterBlock> _matrices, _others;
    private readonly float[] _momentum, _variance, _updates;
    private readonly IOrthogonaliser _orthogonaliser;

    /// <summary>Creates an optimiser whose state is zero.</summary>
    /// <param name="blocks">The blocks of all parameters.</param>
    /// <param name="threads">The number of threads that a step may use; its result does not depend on it.</param>
    public Muon(IReadOnlyList<ParameterBlock> blocks, int threads)
        : this(blocks, matrices => new ParallelOrthogonaliser(matrices, threads))
    {
    }

    /// <summary>Creates an optimiser whose state is zero.</summary>
    /// <param name="blocks">The blocks of all parameters.</param>
    /// <param name="create">Creates what orthogonalises the matrices among them; the optimiser disposes of it.</param>
    public Muon(IReadOnlyList<ParameterBlock> blocks, Func<IReadOnlyList<ParameterBlock>, IOrthogonaliser> create)
    {
        ILookup<bool, ParameterBlock> byMatrix = blocks.ToLookup(Orthogonalises);
        (_matrices, _others) = ([.. byMatrix[true]], [.. byMatrix[false]]);
        int count = blocks.Sum(block => block.Length);
        (_momentum, _variance, _updates) = (new float[count], new float[count], new float[count]);
        _orthogonaliser = create(_matrices);
    }

    /// <summary>
    /// The momentum of all parameters, and Adam's variance of those that take its step. In earlier versions, whose heads took Muon's
    /// step, it was "variance": their checkpoints are refused.
    /// </summary>
    public IReadOnlyList<StateVector> State => [new("momentum", _momentum), new("adam.variance", _variance)];

    /// <summary>Whether a block is a gate of an LSTM's matrix, whose step is Muon's.</summary>
    public static bool Orthogonalises(ParameterBlock block) => block.IsMatrix && ModelTensors.IsGates(block.Tensor);

    /// <inheritdoc/>
    public void Update(Span<float> weights, ReadOnlySpan<float> gradient, double rate, long number)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, _momentum.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, _momentum.Length);
        foreach (ParameterBlock block in _others)
        {
            Adam.Step(
                weights.Slice(block.Offset, block.Length), gradient.Slice(block.Offset, block.Length),
                _momentum.AsSpan(block.Offset, block.Length), _variance.AsSpan(block.Offset, block.Length), rate, number);
        }

        foreach (ParameterBlock block in _matrices)
        {
            ReadOnlySpan<float> slope = gradient.Slice(block.Offset, block.Length);
            Span<float> momentum = _momentum.AsSpan(block.Offset, block.Length);
            TensorPrimitives.Lerp(momentum, slope, 1 - Momentum, momentum);
            TensorPrimitives.Lerp(slope, momentum, Momentum, _updates.AsSpan(block.Offset, block.Length));
        }

        _orthogonaliser.Orthogonalise(_updates);
        foreach (ParameterBlock block in _matrices)
        {
            Span<float> moved = weights.Slice(block.Offset, block.Length);
            float step = (float)(-rate * AdamStepSize * Math.Sqrt(Math.Max(block.Rows, block.Columns)));
            TensorPrimitives.MultiplyAdd(_updates.AsSpan(block.Offset, block.Length), step, moved, moved);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _orthogonaliser.Dispose();
}
