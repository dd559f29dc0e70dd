using System.ComponentModel;
using System.Runtime.InteropServices;
using DrawAot.Manifest;

namespace DrawAot.Weights;

/// <summary>
/// Packs row-major matrices into the order in which generated kernels read them: panels of 16 rows side by side, as
/// <see cref="PanelLayout"/> has them. All destinations start as zeros, which is what rows that only pad a panel keep.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Panels
{
    private const int Lanes = PanelLayout.Lanes;

    /// <summary>
    /// Packs what an LSTM makes of its input: W and b. Four panels in a row hold the gates i, f, g and o of 16 units, so
    /// that all four finish together.
    /// </summary>
    /// <param name="inputWeights">W [4H, columns]; rows are the gates i, f, g, o, H rows each.</param>
    /// <param name="inputs">How many of its columns belong here; those behind them are of another LSTM's hidden state.</param>
    /// <param name="biases">b [4H].</param>
    /// <param name="precision">How to store W.</param>
    /// <param name="panels">Receives [⌈H / 16⌉, 4 gates, bias and inputs, 16 units].</param>
    public static void PackGateInputs(
        ReadOnlySpan<float> inputWeights, int inputs, ReadOnlySpan<float> biases, WeightPrecision precision, Span<float> panels)
    {
        int columns = inputWeights.Length / biases.Length;
        for (int row = 0; row < biases.Length; row++)
        {
            PackLayerRow(
                inputWeights.Slice(row * columns, inputs), biases[row], PlaceOfGate(row, biases.Length), precision, panels);
        }
    }

    /// <summary>Packs what an LSTM makes of hidden states: the rest of W, and U.</summary>
    /// <param name="inputWeights">W [4H, columns].</param>
    /// <param name="inputs">How many of its columns do not belong here.</param>
    /// <param name="hiddenWeights">U [4H, H].</param>
    /// <param name="precision">How to store them.</param>
    /// <param name="panels">Receives [⌈H / 16⌉, 4 gates, columns − inputs + H, 16 units].</param>
    public static void PackGateStates(
        ReadOnlySpan<float> inputWeights, int inputs, ReadOnlySpan<float> hiddenWeights, WeightPrecision precision, Span<float> panels)
    {
        int hidden = (int)Math.Sqrt(hiddenWeights.Length / DrawTensors.GateCount), rows = DrawTensors.GateCount * hidden;
        int columns = inputWeights.Length / rows, others = columns - inputs;
        float[] states = new float[others + hidden];
        int panelSize = (int)PanelLayout.RecurrentWords(states.Length, precision) * Lanes;
        for (int row = 0; row < rows; row++)
        {
            inputWeights.Slice(row * columns + inputs, others).CopyTo(states);
            hiddenWeights.Slice(row * hidden, hidden).CopyTo(states.AsSpan(others));
            (int panel, int lane) = Math.DivRem(PlaceOfGate(row, rows), Lanes);
            Span<float> column = panels.Slice(panel * panelSize, panelSize)[lane..];
            Scatter(states, precision, column);
        }
    }

    /// <summary>Packs an affine layer, or one of several that are stacked.</summary>
    /// <param name="weights">W [outputs, inputs].</param>
    /// <param name="biases">b [outputs].</param>
    /// <param name="firstRow">The row of the stack at which this layer starts.</param>
    /// <param name="precision">How to store W.</param>
    /// <param name="panels">Receives [⌈rows / 16⌉, bias and inputs, 16 rows].</param>
    public static void PackRows(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, int firstRow, WeightPrecision precision, Span<float> panels)
    {
        int inputs = weights.Length / biases.Length;
        for (int output = 0; output < biases.Length; output++)
        {
            PackLayerRow(weights.Slice(output * inputs, inputs), biases[output], firstRow + output, precision, panels);
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

    private static void PackLayerRow(ReadOnlySpan<float> weights, float bias, int row, WeightPrecision precision, Span<float> panels)
    {
        int panelSize = (int)PanelLayout.LayerWords(weights.Length, precision) * Lanes;
        (int panel, int lane) = Math.DivRem(row, Lanes);
        Span<float> column = panels.Slice(panel * panelSize, panelSize)[lane..];
        column[0] = bias;
        if (!weights.IsEmpty)
        {
            Scatter(weights, precision, column[Lanes..]);
        }
    }

    /// <summary>Where the row of a gate goes: 16 units of i, the same of f, of g and of o, then the next 16 units.</summary>
    private static int PlaceOfGate(int row, int rows)
    {
        (int gate, int unit) = Math.DivRem(row, rows / DrawTensors.GateCount);
        return (unit / Lanes * DrawTensors.GateCount + gate) * Lanes + unit % Lanes;
    }

    /// <summary>One row of a matrix down one column of a panel.</summary>
    private static void Scatter(ReadOnlySpan<float> row, WeightPrecision precision, Span<float> column)
    {
        switch (precision)
        {
            case WeightPrecision.Float32:
                ScatterFloats(row, column);
                break;
            case WeightPrecision.Bfloat16:
                ScatterPairs(row, column);
                break;
            default:
                ScatterBytes(Int8Row.Of(row), column);
                break;
        }
    }

    private static void ScatterFloats(ReadOnlySpan<float> row, Span<float> column)
    {
        for (int input = 0; input < row.Length; input++)
        {
            column[input * Lanes] = row[input];
        }
    }

    /// <summary>Two inputs in a word; behind an odd number of them goes one that weighs nothing.</summary>
    private static void ScatterPairs(ReadOnlySpan<float> row, Span<float> column)
    {
        Span<uint> words = MemoryMarshal.Cast<float, uint>(column);
        for (int input = 0; input < row.Length; input += 2)
        {
            words[input / 2 * Lanes] = Bfloat16Pair.Of(row[input], input + 1 < row.Length ? row[input + 1] : 0);
        }
    }

    /// <summary>
    /// Four inputs in a word: first the row's scale and correction, then a word of inputs 0 to 3, one of 4 to 7,
    /// and so on.
    /// </summary>
    private static void ScatterBytes(Int8Row row, Span<float> column)
    {
        Span<int> words = MemoryMarshal.Cast<float, int>(column);
        column[0] = row.Scale;
        words[Lanes] = row.Correction;
        ReadOnlySpan<int> weights = MemoryMarshal.Cast<sbyte, int>(row.Weights);
        for (int word = 0; word < weights.Length; word++)
        {
            words[(PanelLayout.Int8Header + word) * Lanes] = weights[word];
        }
    }
}
