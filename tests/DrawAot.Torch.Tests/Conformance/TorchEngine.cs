using DrawAot.Conformance;
using DrawAot.Manifest;
using DrawAot.TestModels;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch.Tests.Conformance;

/// <summary>The TorchSharp module, for one image at a time.</summary>
public sealed class TorchEngine : IDrawingEngine, IEncodingEngine
{
    static TorchEngine() => LibTorch.EnsureLoadable();

    /// <inheritdoc/>
    public float[] Draw(TestModel model, IReadOnlyDictionary<string, float[]> weights, ulong seed, ulong index)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        using DrawModule module = Module(model.Shape, weights);
        Tensor canvas = module.Draw(Stack(Latents.Of(model.Shape, seed, index)));
        return canvas.sigmoid().data<float>().ToArray();
    }

    /// <inheritdoc/>
    public Encoding Encode(
        DrawShape shape, IReadOnlyDictionary<string, float[]> weights, float[] image, float[][] noise)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        using DrawModule module = Module(shape, weights);
        Tensor images = tensor(image, [1, shape.Channels, shape.Height, shape.Width]);
        Inference inferred = module.Infer(images, Stack(noise));
        return new Encoding(
            Doubles(inferred.Canvas),
            Doubles(inferred.Mean),
            Doubles(inferred.LogSigma),
            inferred.Reconstruction(images).item<float>(),
            inferred.Divergence().item<float>());
    }

    private static DrawModule Module(DrawShape shape, IReadOnlyDictionary<string, float[]> weights)
    {
        var module = new DrawModule(shape);
        foreach (DrawTensor tensor in DrawTensors.Of(shape))
        {
            module[tensor.Name].copy_(torch.tensor(weights[tensor.Name], [.. tensor.Shape.Select(size => (long)size)]));
        }

        return module;
    }

    /// <summary>One vector for every glimpse as a batch of one [T, 1, Z].</summary>
    private static Tensor Stack(float[][] vectors) =>
        tensor(vectors.SelectMany(vector => vector).ToArray(), [vectors.Length, 1, vectors[0].Length]);

    private static double[] Doubles(Tensor tensor) => [.. tensor.contiguous().data<float>().ToArray().Select(value => (double)value)];
}
