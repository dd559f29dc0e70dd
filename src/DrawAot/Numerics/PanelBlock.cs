using System.ComponentModel;
using DrawAot.Layout;

namespace DrawAot.Numerics;

/// <summary>The shape of a weight matrix in panels of 16 rows of float32.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PanelBlock
{
    /// <summary>A shape.</summary>
    /// <param name="rows">Rows, a multiple of 16.</param>
    /// <param name="inputs">Columns.</param>
    /// <param name="panelSize">Words of a panel: 16 biases if there are any, then the weights by input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the rows are no multiple of 16.</exception>
    public PanelBlock(int rows, int inputs, int panelSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows % PanelFormat.PanelRows, 0, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(panelSize);
        (Rows, Inputs, PanelSize) = (rows, inputs, panelSize);
    }

    internal int Rows { get; }

    internal int Inputs { get; }

    internal int PanelSize { get; }
}
