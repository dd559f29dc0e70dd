using System.ComponentModel;
using DrawAot.Manifest;

namespace DrawAot.Weights;

/// <summary>
/// Packs row-major matrices into the order in which generated kernels read them. A panel holds 64 rows side by
/// side: first their biases, then their weights of input 0, of input 1, and so on. All destinations start as zeros,
/// which is what rows that only pad a panel keep.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Panels
{
    private const int Lanes = PanelLayout.Lanes;
    private const int PanelRows = PanelLayout.Rows;

    /// <summary>
    /// Packs an LSTM's gates. A panel belongs to 16 units: its rows are their gates i, then f, g and o, so that all
    /// four finish together.
    /// </summary>
    /// <param name="inputWeights">W [4H, X]; rows are the gates i, f, g, o, H rows each.</param>
    /// <param name="hiddenWeights">U [4H, H].</param>
    /// <param name="biases">b [4H].</param>
    /// <param name="panels">Receives [⌈H / 16⌉, 1 + X + H, 4, 16].</param>
    public static void PackGates(
        ReadOnlySpan<float> inputWeights, ReadOnlySpan<float> hiddenWeights, ReadOnlySpan<float> biases, Span<float> panels)
    {
        int hidden = biases.Length / DrawTensors.GateCount, inputs = inputWeights.Length / biases.Length;
        int panelSize = (1 + inputs + hidden) * PanelRows;
        for (int row = 0; row < biases.Length; row++)
        {
            (int gate, int unit) = Math.DivRem(row, hidden);
            Span<float> column = panels[(unit / Lanes * panelSize + gate * Lanes + unit % Lanes)..];
            column[0] = biases[row];
            Scatter(inputWeights.Slice(row * inputs, inputs), column[PanelRows..]);
            Scatter(hiddenWeights.Slice(row * hidden, hidden), column[((1 + inputs) * PanelRows)..]);
        }
    }

    /// <summary>Packs an affine layer, or one of several that are stacked.</summary>
    /// <param name="weights">W [outputs, inputs].</param>
    /// <param name="biases">b [outputs].</param>
    /// <param name="firstRow">The row of the stack at which this layer starts.</param>
    /// <param name="panels">Receives [⌈rows / 64⌉, 1 + inputs, 64].</param>
    public static void PackRows(ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, int firstRow, Span<float> panels)
    {
        int inputs = weights.Length / biases.Length;
        int panelSize = (1 + inputs) * PanelRows;
        for (int output = 0; output < biases.Length; output++)
        {
            (int panel, int lane) = Math.DivRem(firstRow + output, PanelRows);
            Span<float> column = panels[(panel * panelSize + lane)..];
            column[0] = biases[output];
            Scatter(weights.Slice(output * inputs, inputs), column[PanelRows..]);
        }
    }

    /// <summary>Lays out an image with padded rows.</summary>
    /// <param name="image">[rows, width].</param>
    /// <param name="width">Values in a row of the image.</param>
    /// <param name="stride">Values from one row to the next in <paramref name="canvas"/>.</param>
    /// <param name="canvas">Receives [rows, stride].</param>
    public static void PackCanvas(ReadOnlySpan<float> image, int width, int stride, Span<float> canvas)
    {
        for (int row = 0; row < image.Length / width; row++)
        {
            image.Slice(row * width, width).CopyTo(canvas[(row * stride)..]);
        }
    }

    /// <summary>One row of a matrix down one column of a panel.</summary>
    private static void Scatter(ReadOnlySpan<float> row, Span<float> column)
    {
        for (int input = 0; input < row.Length; input++)
        {
            column[input * PanelRows] = row[input];
        }
    }
}
