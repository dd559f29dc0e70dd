using System.Runtime.InteropServices;
using DrawAot.Weights;

namespace DrawAot.Layout;

/// <content>Packing: one row of a matrix down one column of a panel.</content>
internal abstract partial class PanelFormat
{
    /// <summary>Packs one row.</summary>
    /// <param name="row">Its weights, without the bias.</param>
    /// <param name="column">The panel from the row's first word on; its words are <see cref="PanelRows"/> apart.</param>
    public abstract void Pack(ReadOnlySpan<float> row, Span<float> column);
}

/// <content>Packing.</content>
internal sealed partial class Float32Format
{
    /// <inheritdoc/>
    public override void Pack(ReadOnlySpan<float> row, Span<float> column)
    {
        for (int input = 0; input < row.Length; input++)
        {
            column[input * PanelRows] = row[input];
        }
    }
}

/// <content>Packing.</content>
internal sealed partial class Bfloat16Format
{
    /// <inheritdoc/>
    /// <remarks>A zero weight completes an odd number of inputs.</remarks>
    public override void Pack(ReadOnlySpan<float> row, Span<float> column)
    {
        Span<uint> words = MemoryMarshal.Cast<float, uint>(column);
        for (int input = 0; input < row.Length; input += 2)
        {
            words[input / 2 * PanelRows] = Bfloat16Pair.Of(row[input], input + 1 < row.Length ? row[input + 1] : 0);
        }
    }
}

/// <content>Packing.</content>
internal sealed partial class Int8Format
{
    /// <inheritdoc/>
    public override void Pack(ReadOnlySpan<float> row, Span<float> column)
    {
        Int8Row integers = Int8Row.Of(row);
        Span<int> words = MemoryMarshal.Cast<float, int>(column);
        column[0] = integers.Scale;
        words[PanelRows] = integers.Correction;
        ReadOnlySpan<int> weights = MemoryMarshal.Cast<sbyte, int>(integers.Weights);
        for (int word = 0; word < weights.Length; word++)
        {
            words[(HeaderWords + word) * PanelRows] = weights[word];
        }
    }
}
