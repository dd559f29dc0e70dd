using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using static DrawAot.Torch.Onnx.AttributeProto.Types;
using static DrawAot.Torch.Onnx.TensorProto.Types;

namespace DrawAot.Torch.Onnx;

/// <summary>An ONNX graph in the making: an operator is added with what goes into it, and gives the name of what comes out.</summary>
/// <param name="name">The graph's name; what is computed in it is named after it too.</param>
internal sealed class OnnxGraph(string name)
{
    /// <summary>A dimension that is only known when the graph is run: the batch.</summary>
    public const int Batch = -1;

    /// <summary>Version of the file format, that of ONNX 1.12.</summary>
    private const int FormatVersion = 8;

    /// <summary>Version of the set of operators, that of ONNX 1.12.</summary>
    private const int OperatorsVersion = 17;

    private readonly GraphProto _graph = new() { Name = name };
    private int _names;

    /// <summary>Declares an input of floats.</summary>
    public string Input(string input, params ReadOnlySpan<int> shape)
    {
        _graph.Input.Add(Value(input, shape));
        return input;
    }

    /// <summary>Declares a value to be an output of floats, and gives it a name.</summary>
    public void Output(string output, string value, params ReadOnlySpan<int> shape)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Name = output, Input = { value }, Output = { output } });
        _graph.Output.Add(Value(output, shape));
    }

    /// <summary>Constant floats.</summary>
    public string Floats(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        Constant(MemoryMarshal.AsBytes(values), DataType.Float, shape);

    /// <summary>One constant float.</summary>
    public string Number(float value) => Floats([value]);

    /// <summary>Constant integers: a shape, or axes.</summary>
    public string Integers(params ReadOnlySpan<long> values) =>
        Constant(MemoryMarshal.AsBytes(values), DataType.Int64, [values.Length]);

    /// <summary>Adds an operator with one output.</summary>
    public string Apply(string type, params ReadOnlySpan<string> inputs) => Add(type, inputs).Output[0];

    /// <summary>Adds a <c>Transpose</c>.</summary>
    public string Transpose(string value, params ReadOnlySpan<int> axes)
    {
        NodeProto node = Add("Transpose", [value]);
        var permutation = new AttributeProto { Name = "perm", Type = AttributeType.Ints };
        foreach (int axis in axes)
        {
            permutation.Ints.Add(axis);
        }

        node.Attribute.Add(permutation);
        return node.Output[0];
    }

    /// <summary>Adds a <c>Reshape</c>; a size of 0 stays as it is, one of −1 is what is left.</summary>
    public string Reshape(string value, params ReadOnlySpan<long> shape) => Apply("Reshape", value, Integers(shape));

    /// <summary>Adds a <c>Slice</c> along one axis.</summary>
    public string Slice(string value, int axis, int start, int length) =>
        Apply("Slice", value, Integers(start), Integers(start + length), Integers(axis));

    /// <summary>Adds a <c>ReduceSum</c> along one axis.</summary>
    public string Sum(string value, int axis, bool keepsAxis)
    {
        NodeProto node = Add("ReduceSum", [value, Integers(axis)]);
        node.Attribute.Add(Integer("keepdims", keepsAxis ? 1 : 0));
        return node.Output[0];
    }

    /// <summary>Adds a <c>Concat</c>.</summary>
    public string Concatenate(int axis, params ReadOnlySpan<string> values)
    {
        NodeProto node = Add("Concat", values);
        node.Attribute.Add(Integer("axis", axis));
        return node.Output[0];
    }

    /// <summary>Adds an <c>LSTM</c>.</summary>
    /// <returns>All h, and the last h and c.</returns>
    public (string All, string H, string C) Lstm(int hidden, params ReadOnlySpan<string> inputs)
    {
        NodeProto node = Add("LSTM", inputs);
        node.Attribute.Add(Integer("hidden_size", hidden));
        node.Output.Add([Named("h"), Named("c")]);
        return (node.Output[0], node.Output[1], node.Output[2]);
    }

    /// <summary>Adds a <c>Scan</c> along the first axis of one sequence.</summary>
    /// <param name="body">From the states and an element to the new states and one element of the outcome.</param>
    /// <param name="outputs">The last states and one sequence.</param>
    /// <param name="inputs">The first states and the sequence.</param>
    public IReadOnlyList<string> Scan(OnnxGraph body, int outputs, params ReadOnlySpan<string> inputs)
    {
        NodeProto node = Add("Scan", inputs);
        node.Attribute.Add(new AttributeProto { Name = "body", Type = AttributeType.Graph, G = body._graph });
        node.Attribute.Add(Integer("num_scan_inputs", 1));
        while (node.Output.Count < outputs)
        {
            node.Output.Add(Named("Scan"));
        }

        return node.Output;
    }

    /// <summary>The finished graph as a model.</summary>
    public ModelProto ToModel() => new()
    {
        IrVersion = FormatVersion,
        ProducerName = "DrawAot",
        Graph = _graph,
        OpsetImport = { new OperatorSetIdProto { Version = OperatorsVersion } },
    };

    private NodeProto Add(string type, ReadOnlySpan<string> inputs)
    {
        string output = Named(type);
        var node = new NodeProto { OpType = type, Name = output, Output = { output } };
        foreach (string input in inputs)
        {
            node.Input.Add(input);
        }

        _graph.Node.Add(node);
        return node;
    }

    private string Constant(ReadOnlySpan<byte> values, DataType type, ReadOnlySpan<int> shape)
    {
        var tensor = new TensorProto { Name = Named("constant"), DataType = (int)type, RawData = ByteString.CopyFrom(values) };
        foreach (int size in shape)
        {
            tensor.Dims.Add(size);
        }

        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string Named(string what) => string.Create(CultureInfo.InvariantCulture, $"{name}_{what}_{_names++}");

    private static AttributeProto Integer(string attribute, long value) =>
        new() { Name = attribute, Type = AttributeType.Int, I = value };

    private static ValueInfoProto Value(string value, ReadOnlySpan<int> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (int size in shape)
        {
            dimensions.Dim.Add(size == Batch
                ? new TensorShapeProto.Types.Dimension { DimParam = OnnxModel.BatchDimension }
                : new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        return new ValueInfoProto
        {
            Name = value,
            Type = new TypeProto { TensorType = new() { ElemType = (int)DataType.Float, Shape = dimensions } },
        };
    }
}
