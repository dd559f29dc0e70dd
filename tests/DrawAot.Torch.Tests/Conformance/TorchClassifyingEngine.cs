using DrawAot.Conformance;
using DrawAot.TestModels;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Conformance;

/// <summary>The classifier's TorchSharp module, for one image at a time.</summary>
public sealed class TorchClassifyingEngine : IClassifyingEngine
{
    static TorchClassifyingEngine() => LibTorch.EnsureLoadable();

    /// <inheritdoc/>
    public IReadOnlyList<ClassifierParts> Classify(TestClassifier model, IReadOnlyDictionary<string, float[]> weights, float[] image)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        using ClassifierModule module = Module(model, weights);
        Tensor images = tensor(image, [1, model.Shape.Channels, model.Shape.Height, model.Shape.Width]);
        return [.. module.GlimpseSteps(images).Select(glimpse => new ClassifierParts(
            Doubles(glimpse.ReadOutput.FilterX!), Doubles(glimpse.ReadOutput.FilterY!), Doubles(glimpse.ReadOutput.Read),
            Doubles(glimpse.Lstm.H), Doubles(glimpse.Lstm.C), Doubles(glimpse.Logits), Doubles(glimpse.Logits.softmax(1))))];
    }

    /// <summary>A module of a model's weights, rounded as its precision rounds them.</summary>
    internal static ClassifierModule Module(TestClassifier model, IReadOnlyDictionary<string, float[]> weights)
    {
        IReadOnlyDictionary<string, float[]> rounded = RoundedWeights.Of(model, weights);
        var module = new ClassifierModule(model.Shape);
        module.Load([.. model.Shape.Tensors.SelectMany(tensor => rounded[tensor.Name])]);
        return module;
    }

    private static double[] Doubles(Tensor values) => Array.ConvertAll(values.contiguous().data<float>().ToArray(), value => (double)value);
}
