using DrawAot.Conformance;
using DrawAot.TestModels;
using DrawAot.Torch.Onnx;
using DrawAot.Torch.Tests.Conformance;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace DrawAot.Torch.Tests.Onnx;

/// <summary>The classifier's exported graph, as ONNX Runtime runs it.</summary>
public sealed class OnnxClassifierTests
{
    static OnnxClassifierTests() => LibTorch.EnsureLoadable();

    public static TheoryData<string> Models() => [.. TestClassifier.FloatNames];

    [Theory]
    [MemberData(nameof(Models))]
    public void Probabilities_of_a_batch_are_the_references(string name)
    {
        TestClassifier model = TestClassifier.Named(name);
        float[][] images = [.. Enumerable.Range(1, 3).Select(k => Images.Noise(model.Shape, (ulong)k))];
        using var folder = new TemporaryFolder();
        using IDisposable inference = torch.inference_mode();
        using ClassifierModule module = TorchClassifyingEngine.Module(model, model.Weights);
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(OnnxModel.SaveClassifier(module, "model", folder.Path), options);
        using var run = new RunOptions();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(
            images.SelectMany(image => image).ToArray(), [images.Length, model.Shape.Channels, model.Shape.Height, model.Shape.Width]);
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [OnnxModel.Images], [input], [OnnxModel.Probabilities]);
        float[] probabilities = results[0].GetTensorDataAsSpan<float>().ToArray();

        Assert.Equal(images.Length * model.Shape.ClassCount, probabilities.Length);
        for (int k = 0; k < images.Length; k++)
        {
            double[] expected = new ReferenceClassifyingEngine().Classify(model, model.Weights, images[k])[^1].Probabilities;
            Assert.All(expected, (value, label) => Assert.Equal(value, probabilities[k * expected.Length + label], 1e-5));
        }
    }
}
