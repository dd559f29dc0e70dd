using DrawAot.Manifest;
using DrawAot.Training.Ops.Dense;

namespace DrawAot.Training.Models;

/// <summary>Offset of each tensor in the vector of all weights [P], and in that of their gradients: tensor after tensor.</summary>
internal sealed class WeightVector
{
    private readonly Dictionary<string, int> _offsets = [];

    /// <summary>Computes the offsets.</summary>
    /// <param name="tensors">The model's tensors, in order.</param>
    public WeightVector(IReadOnlyList<ModelTensor> tensors)
    {
        foreach (ModelTensor tensor in tensors)
        {
            _offsets.Add(tensor.Name, Length);
            Length = checked(Length + tensor.Shape.Aggregate((product, size) => product * size));
        }
    }

    /// <summary>P.</summary>
    public int Length { get; }

    /// <summary>A tensor's numbers in the vector of all of them.</summary>
    public ReadOnlySpan<float> Values(ReadOnlySpan<float> all, string name, int count) => all.Slice(_offsets[name], count);

    /// <inheritdoc cref="Values(ReadOnlySpan{float}, string, int)"/>
    public Span<float> Values(Span<float> all, string name, int count) => all.Slice(_offsets[name], count);

    /// <summary>Some columns of the weights of an LSTM's four gates, whose outputs are padded.</summary>
    /// <param name="name">The tensor, [4H, columns].</param>
    /// <param name="hidden">H.</param>
    /// <param name="columns">Its columns; a bias has one.</param>
    /// <param name="column">The first of them that is meant.</param>
    /// <param name="inputs">Their number.</param>
    /// <param name="input">Index of the first in the layer's inputs.</param>
    public IEnumerable<WeightBlock> Gates(string name, int hidden, int columns, int column, int inputs, int input) =>
        Enumerable.Range(0, ModelTensors.GateCount).Select(gate => new WeightBlock(
            _offsets[name] + gate * hidden * columns + column, columns, hidden, gate * NativeTensor.Padded(hidden), inputs, input));

    /// <summary>The weights and the bias of an affine layer.</summary>
    /// <param name="name">The tensors' name without <c>.weight</c> and <c>.bias</c>.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="inputs">Inputs, without the one that is always 1.</param>
    /// <param name="output">Index of its first output in the layer.</param>
    /// <param name="input">Index of its first input in the layer.</param>
    /// <param name="one">Index of the input that is always 1.</param>
    public IEnumerable<WeightBlock> Affine(string name, int outputs, int inputs, int output, int input, int one) =>
    [
        new(_offsets[name + ".weight"], inputs, outputs, output, inputs, input),
        new(_offsets[name + ".bias"], 1, outputs, output, 1, one),
    ];
}
