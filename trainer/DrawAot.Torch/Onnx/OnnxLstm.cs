using DrawAot.Manifest;

namespace DrawAot.Torch.Onnx;

/// <summary>
/// An LSTM in an ONNX graph. Its gates lie there in the order i, o, f, c (which is g), where PyTorch and DrawAot have
/// i, f, g, o; matrices have one direction in front; a second half of the bias belongs to the recurrence, and is zero.
/// </summary>
internal sealed class OnnxLstm
{
    private static readonly int[] OrderInOnnx = [0, 3, 1, 2];

    private readonly OnnxGraph _graph;
    private readonly int _hidden;
    private readonly string _input, _recurrent, _bias, _initial;

    /// <summary>Puts the weights into the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="module">The model.</param>
    /// <param name="name">Which of its LSTMs: <c>encoder</c>, <c>decoder</c> or a classifier's <c>lstm</c>.</param>
    public OnnxLstm(OnnxGraph graph, ModelModule module, string name)
    {
        _graph = graph;
        float[] initial = OnnxModel.Values(module, name + ".h0");
        float[] input = OnnxModel.Values(module, name + ".weight_ih"), bias = OnnxModel.Values(module, name + ".bias");
        _hidden = initial.Length;
        _input = graph.Floats(Reordered(input), 1, bias.Length, input.Length / bias.Length);
        _recurrent = graph.Floats(Reordered(OnnxModel.Values(module, name + ".weight_hh")), 1, bias.Length, _hidden);
        _bias = graph.Floats([.. Reordered(bias), .. new float[bias.Length]], 1, 2 * bias.Length);
        _initial = graph.Floats(initial, 1, 1, _hidden);
    }

    /// <summary>The state before the first glimpse, h₀ and zero [1, n, H].</summary>
    /// <param name="batch">n, as the one element of a vector of integers.</param>
    public (string H, string C) Start(string batch)
    {
        string shape = _graph.Concatenate(0, _graph.Integers(1), batch, _graph.Integers(_hidden));
        return (_graph.Apply("Expand", _initial, shape), _graph.Apply("Expand", _graph.Floats([0f], 1, 1, 1), shape));
    }

    /// <summary>Takes a sequence, in this graph or in the body of one of its loops.</summary>
    /// <param name="graph">The graph in which it is taken.</param>
    /// <param name="sequence">[T, n, inputs].</param>
    /// <param name="h">[1, n, H].</param>
    /// <param name="c">[1, n, H].</param>
    /// <returns>All h [T, 1, n, H], and the last h and c [1, n, H].</returns>
    public (string All, string H, string C) Run(OnnxGraph graph, string sequence, string h, string c) =>
        graph.Lstm(_hidden, sequence, _input, _recurrent, _bias, "", h, c);

    private static float[] Reordered(float[] rows)
    {
        int gate = rows.Length / ModelTensors.GateCount;
        return [.. OrderInOnnx.SelectMany(k => rows[(k * gate)..((k + 1) * gate)])];
    }
}
