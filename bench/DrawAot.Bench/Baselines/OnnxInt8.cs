using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using DrawAot.Bench.Measuring;
using DrawAot.Torch.Onnx;
using Google.Protobuf;
using static DrawAot.Torch.Onnx.TensorProto.Types;

namespace DrawAot.Bench.Baselines;

/// <summary>
/// An exported graph with int8 weights, quantized as ONNX Runtime's own tool does it dynamically: every <c>LSTM</c> becomes a
/// <c>DynamicQuantizeLSTM</c>, with a scale for each row of its matrices and zero points of 0. That operator quantizes its inputs and
/// hidden states to 8 bits at every step. All other operators stay as they are.
/// </summary>
internal sealed class OnnxInt8
{
    private const string Domain = "com.microsoft";

    /// <summary>Inputs of the operator: X, W, R, B, lengths, h₀, c₀, peepholes, and scale and zero point of W and of R.</summary>
    private const int Input = 1, Recurrence = 2, Peepholes = 7;

    private readonly GraphProto _graph;
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly Dictionary<string, (string Weights, string Scales, string ZeroPoints)> _quantized = [];
    private readonly int _largest;

    private OnnxInt8(GraphProto graph, int largest)
    {
        _graph = graph;
        _constants = graph.Initializer.ToDictionary(tensor => tensor.Name);
        _largest = largest;
    }

    /// <summary>
    /// The largest weight: 127, or 63 where the processor sums products of bytes in 16 bits, which saturate. The tool calls that a
    /// reduced range.
    /// </summary>
    public static int LargestWeight => Machine.SumsBytesExactly ? 127 : 63;

    /// <summary>Quantizes a graph.</summary>
    /// <param name="path">The file of the graph with float32 weights.</param>
    /// <returns>The path of the quantized graph, beside it.</returns>
    public static string Save(string path)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Domain, Version = 1 });
        var int8 = new OnnxInt8(model.Graph, LargestWeight);
        int8.Quantize(model.Graph);
        int8.RemoveWideWeights();
        string quantized = Path.ChangeExtension(path, ".int8.onnx");
        WholeFile.Write(quantized, stream => model.WriteTo(stream));
        return quantized;
    }

    private void Quantize(GraphProto graph)
    {
        foreach (NodeProto node in graph.Node)
        {
            if (node.OpType == "LSTM")
            {
                Quantize(node);
            }

            foreach (AttributeProto body in node.Attribute.Where(attribute => attribute.G is not null))
            {
                Quantize(body.G);
            }
        }
    }

    private void Quantize(NodeProto lstm)
    {
        (lstm.OpType, lstm.Domain) = ("DynamicQuantizeLSTM", Domain);
        while (lstm.Input.Count <= Peepholes)
        {
            lstm.Input.Add("");
        }

        foreach (int matrix in (ReadOnlySpan<int>)[Input, Recurrence])
        {
            (lstm.Input[matrix], string scales, string zeroPoints) = Quantized(lstm.Input[matrix]);
            lstm.Input.Add([scales, zeroPoints]);
        }
    }

    /// <summary>The quantized form of a matrix [1, 4H, inputs], which is [1, inputs, 4H].</summary>
    private (string Weights, string Scales, string ZeroPoints) Quantized(string name)
    {
        if (_quantized.TryGetValue(name, out (string, string, string) known))
        {
            return known;
        }

        int rows = (int)_constants[name].Dims[1], inputs = (int)_constants[name].Dims[2];
        ReadOnlySpan<float> matrix = MemoryMarshal.Cast<byte, float>(_constants[name].RawData.Span);
        var weights = new sbyte[rows * inputs];
        var scales = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = matrix.Slice(row * inputs, inputs);
            float most = Math.Abs(TensorPrimitives.MaxMagnitude(values));
            scales[row] = most == 0 ? 1 : most / _largest;
            for (int input = 0; input < inputs; input++)
            {
                weights[input * rows + row] = (sbyte)MathF.Round(values[input] / scales[row]);
            }
        }

        var quantized = (
            Constant(name + "_int8", MemoryMarshal.AsBytes<sbyte>(weights), DataType.Int8, 1, inputs, rows),
            Constant(name + "_scale", MemoryMarshal.AsBytes<float>(scales), DataType.Float, 1, rows),
            Constant(name + "_zero_point", new byte[rows], DataType.Int8, 1, rows));
        _quantized.Add(name, quantized);
        return quantized;
    }

    private string Constant(string name, ReadOnlySpan<byte> values, DataType type, params ReadOnlySpan<long> shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(values) };
        foreach (long size in shape)
        {
            tensor.Dims.Add(size);
        }

        _graph.Initializer.Add(tensor);
        return name;
    }

    private void RemoveWideWeights()
    {
        foreach (string name in _quantized.Keys)
        {
            _graph.Initializer.Remove(_constants[name]);
        }
    }
}
