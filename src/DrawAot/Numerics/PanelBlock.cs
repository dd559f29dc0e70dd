using System.ComponentModel;

namespace DrawAot.Numerics;

/// <summary>The shape of a weight matrix in panels of 16 rows of float32.</summary>
/// <param name="rows">Rows, a multiple of 16.</param>
/// <param name="inputs">Columns.</param>
/// <param name="panelSize">Words of a panel: 16 biases if there are any, then the weights by input.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct PanelBlock(int rows, int inputs, int panelSize)
{
    internal int Rows { get; } = rows;

    internal int Inputs { get; } = inputs;

    internal int PanelSize { get; } = panelSize;
}
