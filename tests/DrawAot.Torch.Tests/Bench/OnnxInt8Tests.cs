using DrawAot.Bench.Baselines;
using DrawAot.Conformance;
using DrawAot.TestModels;
using DrawAot.Torch.Onnx;
using DrawAot.Torch.Tests.Conformance;
using DrawAot.Torch.Tests.Onnx;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace DrawAot.Torch.Tests.Bench;

/// <summary>The exported graphs with int8 weights, as ONNX Runtime runs them, against the references.</summary>
public sealed class OnnxInt8Tests
{
    /// <summary>Largest difference that 8 bits may make to a pixel in [0, 1] on average, or to a probability.</summary>
    private const double Tolerance = 0.02;

    static OnnxInt8Tests() => LibTorch.EnsureLoadable();

    public static TheoryData<string> Models() => [.. TestModel.All.Select(model => model.Name)];

    public static TheoryData<string> Classifiers() => [.. TestClassifier.FloatNames];

    [Theory]
    [MemberData(nameof(Models))]
    public void Pictures_are_near_the_exact_graphs(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        float[][][] latents = [DrawAot.Conformance.Latents.Of(model.Shape, 3, 0)];
        float[] exact = OnnxEngine.Draw(model, model.Weights, latents);

        float[] rounded = OnnxEngine.Draw(model, model.Weights, latents, OnnxInt8.Save);

        double[] differences = [.. exact.Zip(rounded, (a, b) => Math.Abs((double)a - b))];
        Assert.InRange(differences.Average(), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void Probabilities_are_near_the_references_and_rounded(string name)
    {
        TestClassifier model = TestClassifier.Named(name);
        float[] image = Images.Noise(model.Shape, 1);
        using var folder = new TemporaryFolder();
        using IDisposable inference = torch.inference_mode();
        using ClassifierModule module = TorchClassifyingEngine.Module(model, model.Weights);
        string path = OnnxInt8.Save(OnnxModel.SaveClassifier(module, "model", folder.Path));
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(path, options);
        using var run = new RunOptions();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(image, [1, model.Shape.Channels, model.Shape.Height, model.Shape.Width]);
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [OnnxModel.Images], [input], [OnnxModel.Probabilities]);
        float[] probabilities = results[0].GetTensorDataAsSpan<float>().ToArray();

        double[] expected = new ReferenceClassifyingEngine().Classify(model, model.Weights, image)[^1].Probabilities;
        Assert.InRange(expected.Zip(probabilities, (a, b) => Math.Abs(a - b)).Max(), double.Epsilon, Tolerance);
    }

    [Fact]
    public void Every_LSTM_is_quantized_and_no_wide_matrix_of_it_stays()
    {
        TestModel model = TestModel.All[0];
        using var folder = new TemporaryFolder();
        using IDisposable inference = torch.inference_mode();
        using DrawModule module = TorchEngine.Module(model.Shape, model.Weights);
        string exact = OnnxModel.SaveScorer(module, "model", folder.Path);

        var graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(OnnxInt8.Save(exact))).Graph;

        NodeProto[] nodes = [.. graph.Node, .. graph.Node.SelectMany(node => node.Attribute).Where(body => body.G is not null).SelectMany(body => body.G.Node)];
        Assert.DoesNotContain(nodes, node => node.OpType == "LSTM");
        Assert.Equal(2, nodes.Count(node => node.OpType == "DynamicQuantizeLSTM"));
        Assert.Equal(4, graph.Initializer.Count(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Int8 && tensor.Dims.Count == 3));
        long gates = 4 * model.Shape.DecoderHidden;
        Assert.DoesNotContain(graph.Initializer, tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float && tensor.Dims.Count == 3 && tensor.Dims[1] == gates);
    }
}
