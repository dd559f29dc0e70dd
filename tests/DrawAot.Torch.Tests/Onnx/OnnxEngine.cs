using DrawAot.Conformance;
using DrawAot.Manifest;
using DrawAot.TestModels;
using DrawAot.Torch.Onnx;
using DrawAot.Torch.Tests.Conformance;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace DrawAot.Torch.Tests.Onnx;

/// <summary>The exported graphs, as ONNX Runtime runs them.</summary>
public sealed class OnnxEngine : IDrawingEngine
{
    static OnnxEngine() => LibTorch.EnsureLoadable();

    /// <inheritdoc/>
    public float[] Draw(TestModel model, IReadOnlyDictionary<string, float[]> weights, ulong seed, ulong index) =>
        Draw(model, RoundedWeights.Of(model, weights), [Latents.Of(model.Shape, seed, index)]);

    /// <summary>Draws a batch, from latents [n][T][Z].</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="latents">The latents.</param>
    /// <param name="change">Makes another file of the exported one, and gives its path.</param>
    public static float[] Draw(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[][][] latents, Func<string, string>? change = null)
    {
        DrawShape shape = model.Shape;
        Func<DrawModule, string, string, string> save = change is null
            ? OnnxModel.SaveSampler
            : (module, name, folder) => change(OnnxModel.SaveSampler(module, name, folder));
        return Run(shape, weights, save, [(OnnxModel.Latents, GlimpsesFirst(latents), [shape.Glimpses, latents.Length, shape.Latent])], [OnnxModel.Images])[0];
    }

    /// <summary>L_x and L_z of a batch of images [n][C·B·A], with noise [n][T][Z].</summary>
    public static (float[] Reconstruction, float[] Divergence) Score(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[][] images, float[][][] noise)
    {
        DrawShape shape = model.Shape;
        float[][] halves = Run(
            shape, weights, OnnxModel.SaveScorer,
            [
                (OnnxModel.Images, [.. images.SelectMany(image => image)], [images.Length, shape.Channels, shape.Height, shape.Width]),
                (OnnxModel.Noise, GlimpsesFirst(noise), [shape.Glimpses, images.Length, shape.Latent]),
            ],
            [OnnxModel.Reconstruction, OnnxModel.Divergence]);
        return (halves[0], halves[1]);
    }

    private static float[][] Run(
        DrawShape shape, IReadOnlyDictionary<string, float[]> weights, Func<DrawModule, string, string, string> save,
        (string Name, float[] Values, long[] Shape)[] inputs, string[] outputs)
    {
        using var folder = new TemporaryFolder();
        using IDisposable inference = torch.inference_mode();
        using DrawModule module = TorchEngine.Module(shape, weights);
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(save(module, "model", folder.Path), options);
        using var run = new RunOptions();
        OrtValue[] values = [.. inputs.Select(input => OrtValue.CreateTensorValueFromMemory(input.Values, input.Shape))];
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [.. inputs.Select(input => input.Name)], values, outputs);
        float[][] copies = [.. results.Select(result => result.GetTensorDataAsSpan<float>().ToArray())];
        Array.ForEach(values, value => value.Dispose());
        return copies;
    }

    /// <summary>[n][T][Z] as [T, n, Z].</summary>
    private static float[] GlimpsesFirst(float[][][] vectors) =>
        [.. Enumerable.Range(0, vectors[0].Length).SelectMany(t => vectors.SelectMany(picture => picture[t]))];
}
