using System.Runtime.Intrinsics;

namespace DrawAot.Torch.ThroughTime;

/// <summary>Where a part of a tensor of weights stands in a <see cref="Layer"/>.</summary>
/// <param name="Source">Place of its first number in the vector of all weights.</param>
/// <param name="Stride">From the weights of one output to those of the next.</param>
/// <param name="Outputs">How many outputs it has.</param>
/// <param name="FirstOutput">Which output of the layer is its first.</param>
/// <param name="Inputs">How many inputs it has; a bias has one, which is always 1.</param>
/// <param name="FirstInput">Which input of the layer is its first.</param>
internal readonly record struct LayerPart(
    int Source, int Stride, int Outputs, int FirstOutput, int Inputs, int FirstInput);

/// <summary>
/// An affine layer y = x·W, whose bias is the weight of an input that is always 1: its weights once more for each
/// direction, in the order in which <see cref="Tile"/> reads them, and the gradient of them.
/// </summary>
internal sealed unsafe class Layer : IDisposable
{
    /// <summary>Rows (images times glimpses) whose products are added up before the next ones are fetched.</summary>
    private const int Depth = 128;

    /// <summary>Panels of outputs of one unit of work: as many as the second cache has room for beside their inputs.</summary>
    private const int PanelsPerUnit = 8;

    private readonly IReadOnlyList<LayerPart> _parts;
    private readonly Block _forward; // W [outputs / 16, inputs, 16]
    private readonly Block _backward; // Wᵀ [inputs / 16, outputs, 16]
    private readonly Block _gradient; // dW [outputs / 16, inputs / 6, 6, 16]
    private readonly Block _inputs; // x [rows / depth, inputs / 6, depth, 6]

    /// <summary>Takes the memory.</summary>
    /// <param name="inputs">Inputs, those that are always 1 included.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="rows">The largest number of rows whose gradient will be asked for.</param>
    /// <param name="parts">Where its weights are.</param>
    public Layer(int inputs, int outputs, int rows, IReadOnlyList<LayerPart> parts)
    {
        _parts = parts;
        (Inputs, Outputs) = (inputs, Block.Padded(outputs));
        _forward = new Block(Outputs / Tile.Columns, inputs, Tile.Columns);
        _backward = new Block(Block.Padded(inputs) / Tile.Columns, Outputs, Tile.Columns);
        _gradient = new Block(Outputs / Tile.Columns, InputTiles, Tile.Rows * Tile.Columns);
        _inputs = new Block(Slabs(rows), InputTiles, Depth * Tile.Rows);
    }

    /// <summary>Inputs, those that are always 1 included.</summary>
    public int Inputs { get; }

    /// <summary>Outputs, padded.</summary>
    public int Outputs { get; }

    /// <summary>Units of work that <see cref="AccumulateGradient"/> is divided into.</summary>
    public int GradientUnits => (Outputs / Tile.Columns + PanelsPerUnit - 1) / PanelsPerUnit;

    private int InputTiles => (Inputs + Tile.Rows - 1) / Tile.Rows;

    /// <summary>Units of work that <see cref="PackInputs"/> is divided into.</summary>
    public static int Slabs(int rows) => (rows + Depth - 1) / Depth;

    /// <summary>Takes weights over from the vector of all of them.</summary>
    public void Pack(ReadOnlySpan<float> weights)
    {
        foreach (LayerPart part in _parts)
        {
            for (int o = 0; o < part.Outputs; o++)
            {
                ReadOnlySpan<float> row = weights.Slice(part.Source + o * part.Stride, part.Inputs);
                (int panel, int column) = Math.DivRem(part.FirstOutput + o, Tile.Columns);
                float* forward = _forward[panel, part.FirstInput] + column;
                for (int i = 0; i < row.Length; i++)
                {
                    forward[i * Tile.Columns] = row[i];
                }

                for (int i = 0; i < row.Length; i++)
                {
                    (int inputPanel, int inputColumn) = Math.DivRem(part.FirstInput + i, Tile.Columns);
                    _backward[inputPanel, part.FirstOutput + o][inputColumn] = row[i];
                }
            }
        }
    }

    /// <summary>y = x·W of some rows, a multiple of a tile's.</summary>
    public void Forward(float* x, int xWidth, int rows, float* y, int yWidth) =>
        Multiply(_forward, Outputs / Tile.Columns, Inputs, x, xWidth, rows, y, yWidth, accumulate: false);

    /// <summary>dx = dy·Wᵀ, or dx += dy·Wᵀ, of some rows, a multiple of a tile's; dx is padded.</summary>
    public void Backward(float* dy, int dyWidth, int rows, float* dx, int dxWidth, bool accumulate) =>
        Multiply(_backward, Block.Padded(Inputs) / Tile.Columns, Outputs, dy, dyWidth, rows, dx, dxWidth, accumulate);

    /// <summary>Makes inputs ready for <see cref="AccumulateGradient"/>, one slab of rows.</summary>
    /// <param name="slab">Which one.</param>
    /// <param name="x">Inputs of every row; behind the last one there is room for the rest of a tile.</param>
    /// <param name="xWidth">From one row of x to the next.</param>
    /// <param name="rows">How many rows there are in all.</param>
    public void PackInputs(int slab, float* x, int xWidth, int rows)
    {
        int first = slab * Depth, depth = Math.Min(Depth, rows - first);
        for (int k = 0; k < depth; k++)
        {
            float* from = x + (long)(first + k) * xWidth, to = _inputs[slab, 0] + k * Tile.Rows;
            for (int tile = 0; tile < InputTiles; tile++)
            {
                Vector128.Load(from).Store(to);
                Vector64.Load(from + 4).Store(to + 4);
                from += Tile.Rows;
                to += Depth * Tile.Rows;
            }
        }
    }

    /// <summary>dW = Σ xᵀ·dy over all rows, of one unit of its outputs.</summary>
    /// <param name="unit">Which one.</param>
    /// <param name="dy">Gradients of the outputs of every row.</param>
    /// <param name="dyWidth">From one row of dy to the next.</param>
    /// <param name="rows">How many rows.</param>
    public void AccumulateGradient(int unit, float* dy, int dyWidth, int rows)
    {
        int firstPanel = unit * PanelsPerUnit;
        int panels = Math.Min(PanelsPerUnit, Outputs / Tile.Columns - firstPanel);
        using var packed = new Block(panels, Depth, Tile.Columns);
        for (int slab = 0; slab < Slabs(rows); slab++)
        {
            int first = slab * Depth, depth = Math.Min(Depth, rows - first);
            for (int k = 0; k < depth; k++)
            {
                float* from = dy + (long)(first + k) * dyWidth + firstPanel * Tile.Columns;
                for (int panel = 0; panel < panels; panel++)
                {
                    Vector512.Load(from + panel * Tile.Columns).Store(packed[panel, k]);
                }
            }

            for (int tile = 0; tile < InputTiles; tile++)
            {
                for (int panel = 0; panel < panels; panel++)
                {
                    Tile.Multiply(
                        _inputs[slab, tile], 1, Tile.Rows, packed[panel, 0], depth,
                        _gradient[firstPanel + panel, tile], Tile.Columns, accumulate: slab > 0);
                }
            }
        }
    }

    /// <summary>Hands the gradient over to the vector of all gradients.</summary>
    public void Unpack(Span<float> gradient)
    {
        foreach (LayerPart part in _parts)
        {
            for (int o = 0; o < part.Outputs; o++)
            {
                Span<float> row = gradient.Slice(part.Source + o * part.Stride, part.Inputs);
                (int panel, int column) = Math.DivRem(part.FirstOutput + o, Tile.Columns);
                float* from = _gradient[panel, 0] + part.FirstInput * Tile.Columns + column;
                for (int i = 0; i < row.Length; i++)
                {
                    row[i] = from[i * Tile.Columns];
                }
            }
        }
    }

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
        _gradient.Dispose();
        _inputs.Dispose();
    }

    private static void Multiply(
        Block panels, int count, int terms, float* x, int xWidth, int rows, float* y, int yWidth, bool accumulate)
    {
        for (int panel = 0; panel < count; panel++)
        {
            for (int row = 0; row < rows; row += Tile.Rows)
            {
                Tile.Multiply(
                    x + (long)row * xWidth, xWidth, 1, panels[panel, 0], terms,
                    y + (long)row * yWidth + panel * Tile.Columns, yWidth, accumulate);
            }
        }
    }
}
