using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Layout;

/// <summary>One stretch of the packed weights.</summary>
/// <param name="Name">The name of its offset in emitted code.</param>
/// <param name="Meaning">Its comment.</param>
internal abstract record WeightBlock(string Name, string Meaning)
{
    /// <summary>Its size in words of 32 bits.</summary>
    public abstract long Words { get; }

    /// <summary><see cref="Words"/> as C#.</summary>
    public abstract string Size { get; }
}

/// <summary>A matrix in panels, with or without biases.</summary>
/// <param name="Name">The name of its offset in emitted code.</param>
/// <param name="Meaning">Its comment.</param>
/// <param name="Rows">Its rows, padded to whole panels.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Format">How its weights are stored.</param>
/// <param name="Gates">
/// Gates of a recurrent layer, whose panels alternate: 16 units of the first gate, the same 16 of the second, … so that all
/// gates of a unit finish together. 1 for other layers.
/// </param>
/// <param name="Sources">The tensors that it is packed from, stacked by rows.</param>
internal sealed record MatrixBlock(
    string Name, string Meaning, Extent Rows, Extent Inputs, PanelFormat Format, int Gates, IReadOnlyList<RowSource> Sources)
    : WeightBlock(Name, Meaning)
{
    /// <summary>Whether each row begins with a bias.</summary>
    public bool HasBias => Sources[0].Bias is not null;

    /// <summary>Words of one row, its bias included.</summary>
    public long WordsPerRow => (HasBias ? 1 : 0) + Format.Words(Inputs.Value);

    /// <summary><see cref="WordsPerRow"/> as C#.</summary>
    public string WordsPerRowText => (HasBias ? "1 + " : "") + Format.Words(Inputs.Name);

    /// <summary>The same as a factor: in parentheses where it is a sum.</summary>
    public string WordsPerRowFactor => WordsPerRowText == Inputs.Name ? WordsPerRowText : $"({WordsPerRowText})";

    /// <inheritdoc/>
    public override long Words => Rows.Value * WordsPerRow;

    /// <inheritdoc/>
    public override string Size => $"{Rows.Name} * {WordsPerRowFactor}";

    /// <summary>The packed row of a row of the stacked tensors.</summary>
    public int PackedRow(int row)
    {
        if (Gates == 1)
        {
            return row;
        }

        int units = Sources.Sum(source => source.Rows) / Gates, gate = row / units, unit = row % units;
        return (unit / PanelFormat.PanelRows * Gates + gate) * PanelFormat.PanelRows + unit % PanelFormat.PanelRows;
    }
}

/// <summary>Rows of a matrix block: columns of one tensor or of two side by side, and a bias.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">The columns, in the order of the block's inputs: one source or two.</param>
/// <param name="Bias">The tensor of the biases [Rows]; null for none.</param>
internal sealed record RowSource(int Rows, IReadOnlyList<ColumnSource> Columns, string? Bias);

/// <summary>Columns of a tensor.</summary>
/// <param name="Tensor">The tensor's name.</param>
/// <param name="TensorColumns">The tensor's number of columns.</param>
/// <param name="First">The first column taken.</param>
/// <param name="Count">How many are taken.</param>
internal sealed record ColumnSource(string Tensor, int TensorColumns, int First, int Count);

/// <summary>A tensor as it is, with padded rows.</summary>
/// <param name="Name">The name of its offset in emitted code.</param>
/// <param name="Meaning">Its comment.</param>
/// <param name="Tensor">The tensor's name.</param>
/// <param name="Rows">Rows of the tensor.</param>
/// <param name="Columns">Columns of the tensor.</param>
/// <param name="Stride">Floats from one packed row to the next.</param>
/// <param name="Length">Size of the block.</param>
internal sealed record ValueBlock(string Name, string Meaning, string Tensor, int Rows, int Columns, int Stride, Extent Length)
    : WeightBlock(Name, Meaning)
{
    /// <inheritdoc/>
    public override long Words => Length.Value;

    /// <inheritdoc/>
    public override string Size => Length.Name;
}
