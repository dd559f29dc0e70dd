namespace DrawAot.Training.Ops.Dense;

/// <summary>The weights of all affine layers of a model: packing them and collecting their gradients, shared among threads.</summary>
/// <param name="ops">The layers.</param>
/// <param name="work">Shares the work.</param>
internal sealed unsafe class LayerWeights(DenseOp[] ops, ParallelWork work)
{
    private readonly (DenseWeights Weights, int Part)[] _parts =
        [.. ops.SelectMany(op => Enumerable.Range(0, op.Weights.Parts).Select(part => (op.Weights, part)))];

    private readonly (DenseOp Op, int Unit)[] _units =
        [.. ops.SelectMany(op => Enumerable.Range(0, op.Weights.GradientUnits).Select(unit => (op, unit)))];

    /// <summary>Packs the weights of all layers.</summary>
    /// <param name="weights">The vector of all weights.</param>
    public void Pack(ReadOnlySpan<float> weights)
    {
        fixed (float* all = weights)
        {
            (nint first, int length) = ((nint)all, weights.Length); // a lambda captures no span
            work.Run(
                _parts,
                StepPhase.PackWeights,
                part => part.Weights.Pack(part.Part, new ReadOnlySpan<float>((float*)first, length)));
        }
    }

    /// <summary>Computes the gradients of all layers' weights, after the way back through the glimpses.</summary>
    /// <param name="gradient">The vector of all gradients; numbers of no layer keep their values.</param>
    public void CollectGradient(Span<float> gradient)
    {
        work.Run(_units, StepPhase.WeightGradients, unit => unit.Op.WeightGradient(unit.Unit));
        fixed (float* all = gradient)
        {
            (nint first, int length) = ((nint)all, gradient.Length);
            work.Run(
                _parts,
                StepPhase.CollectGradient,
                part => part.Weights.Unpack(part.Part, new Span<float>((float*)first, length)));
        }
    }
}
