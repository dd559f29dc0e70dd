using System.Collections.Generic;
using System.Linq;
using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>Dense layers y = b + W·x of one input, stacked into one matrix.</summary>
internal static class DenseLayout
{
    /// <summary>The block of some layers.</summary>
    /// <param name="name">The name of the emitted class and of the block.</param>
    /// <param name="meaning">What the block's comment says.</param>
    /// <param name="rows">Rows of all layers, padded.</param>
    /// <param name="inputs">Inputs of every layer.</param>
    /// <param name="precision">The model's precision.</param>
    /// <param name="layers">The layers' tensors, <c>NAME.weight</c> and <c>NAME.bias</c>, with their rows, in order.</param>
    public static MatrixBlock Block(
        string name, string meaning, Extent rows, Extent inputs, WeightPrecision precision, params (string Tensor, int Rows)[] layers)
    {
        int columns = (int)inputs.Value;
        IEnumerable<RowSource> sources = layers.Select(layer => new RowSource(
            layer.Rows, [new ColumnSource(layer.Tensor + ".weight", columns, First: 0, columns)], layer.Tensor + ".bias"));
        return new MatrixBlock(name, meaning, rows, inputs, PanelFormat.Of(precision, canQuantizeInputs: false), Gates: 1, [.. sources]);
    }
}
