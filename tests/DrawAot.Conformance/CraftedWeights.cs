using DrawAot.Manifest;

namespace DrawAot.Conformance;

/// <summary>Weights made by hand: zero, except for what a test is about.</summary>
public static class CraftedWeights
{
    /// <summary>Opens a gate, or closes it with the opposite sign: σ(±100) is 1 or 0 to the last bit that matters.</summary>
    private const float WideOpen = 100;

    /// <summary>
    /// Weights of zero. Both LSTMs then put out h = 0 at every glimpse, so that every layer after them gives its bias,
    /// and the canvas starts at 0.
    /// </summary>
    public static Dictionary<string, float[]> Zero(DrawShape shape) =>
        DrawTensors.Of(shape).ToDictionary(
            tensor => tensor.Name, tensor => new float[tensor.Shape.Aggregate((product, size) => product * size)]);

    /// <summary>
    /// Makes an LSTM pass inputs on without remembering: h[k] = tanh(tanh(input[inputs[k]])). The gates i and o are
    /// open, f is closed.
    /// </summary>
    public static void PassThrough(this Dictionary<string, float[]> weights, string lstm, params ReadOnlySpan<int> inputs)
    {
        float[] bias = weights[lstm + ".bias"], fromInput = weights[lstm + ".weight_ih"];
        int hidden = bias.Length / ModelTensors.GateCount, columns = fromInput.Length / bias.Length;
        bias.AsSpan(0 * hidden, hidden).Fill(WideOpen);
        bias.AsSpan(1 * hidden, hidden).Fill(-WideOpen);
        bias.AsSpan(3 * hidden, hidden).Fill(WideOpen);
        for (int k = 0; k < inputs.Length; k++)
        {
            fromInput[(2 * hidden + k) * columns + inputs[k]] = 1;
        }
    }

    /// <summary>Makes the first outputs of an affine layer equal to its first inputs.</summary>
    public static void Copy(this Dictionary<string, float[]> weights, string layer, int count)
    {
        float[] matrix = weights[layer + ".weight"];
        int columns = matrix.Length / weights[layer + ".bias"].Length;
        for (int k = 0; k < count; k++)
        {
            matrix[k * columns + k] = 1;
        }
    }
}
