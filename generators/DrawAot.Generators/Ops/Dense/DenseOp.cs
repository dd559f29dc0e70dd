using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;
using DrawAot.Manifest;

namespace DrawAot.Generators.Ops.Dense;

/// <summary>Dense layers of one input, y = b + W·x, as one static class <c>Run(weights, inputs, outputs, pictures)</c>.</summary>
/// <param name="Block">The weights; the class has their name.</param>
/// <param name="Summary">The class's summary.</param>
/// <param name="Outputs">Its rows.</param>
/// <param name="Symbol">Its input in the paper's notation.</param>
/// <param name="InputSize">Floats of the buffer of one input vector.</param>
internal sealed record DenseOp(MatrixBlock Block, string Summary, string Outputs, string Symbol, Extent InputSize)
{
    /// <summary>The rows of a recurrent layer's input projection.</summary>
    public const string Gates = "the gates i, f, g and o of 16 units, then those of the next 16";

    /// <summary>The class's file.</summary>
    public SourceFile Emit(ModelPlan plan) => Block.Format.Precision is WeightPrecision.Int8
        ? Int8DenseKernel.Emit(plan, this)
        : DenseKernel.Emit(plan, this);
}
