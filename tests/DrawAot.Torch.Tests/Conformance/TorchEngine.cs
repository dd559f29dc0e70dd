using DrawAot.Conformance;
using DrawAot.Manifest;
using DrawAot.Runtime;
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
        using DrawModule module = Module(model.Shape, RoundedWeights.Of(model, weights));
        Tensor canvas = module.Draw(Stack(Latents.Of(model.Shape, seed, index)));
        return canvas.sigmoid().data<float>().ToArray();
    }

    /// <inheritdoc/>
    public Encoding Encode(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, ulong seed, ulong index)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        using DrawModule module = Module(model.Shape, RoundedWeights.Of(model, weights));
        Tensor images = Batch(model.Shape, image);
        Inference inferred = module.Infer(images, Stack(Latents.NoiseOf(model.Shape, seed, index)));
        return new Encoding(
            Doubles(inferred.Canvas),
            Doubles(inferred.Mean),
            Doubles(inferred.LogSigma),
            inferred.Reconstruction(images).item<float>(),
            inferred.Divergence().item<float>());
    }

    /// <inheritdoc/>
    public Trace Trace(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, ulong seed, ulong index)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        using DrawModule module = Module(model.Shape, RoundedWeights.Of(model, weights));
        Tensor images = Batch(model.Shape, image), noise = Stack(Latents.NoiseOf(model.Shape, seed, index));
        Inference inferred = module.Infer(images, noise);
        return new Trace(
            [.. module.EncodeAndDecode(images, noise).Select(Parts)],
            inferred.Reconstruction(images).item<float>(),
            inferred.Divergence().item<float>());
    }

    private static Dictionary<DrawBuffer, double[]> Parts(Glimpse glimpse)
    {
        Tensor[] posterior = glimpse.Posterior.chunk(2, 1);
        return new()
        {
            [DrawBuffer.ErrorImage] = Doubles(glimpse.Errors),
            [DrawBuffer.ReadFilterX] = Doubles(glimpse.ReadOutput.FilterX),
            [DrawBuffer.ReadFilterY] = Doubles(glimpse.ReadOutput.FilterY),
            [DrawBuffer.Read] = Doubles(glimpse.ReadOutput.Read),
            [DrawBuffer.EncoderHidden] = Doubles(glimpse.Encoder.H),
            [DrawBuffer.EncoderCell] = Doubles(glimpse.Encoder.C),
            [DrawBuffer.Mean] = Doubles(posterior[0]),
            [DrawBuffer.LogSigma] = Doubles(posterior[1]),
            [DrawBuffer.Latent] = Doubles(glimpse.Latent),
            [DrawBuffer.DecoderHidden] = Doubles(glimpse.Decoder.H),
            [DrawBuffer.DecoderCell] = Doubles(glimpse.Decoder.C),
            [DrawBuffer.WriteFilterX] = Doubles(glimpse.WriteOutput.FilterX),
            [DrawBuffer.WriteFilterY] = Doubles(glimpse.WriteOutput.FilterY),
            [DrawBuffer.Patch] = Doubles(glimpse.WriteOutput.Patch),
            [DrawBuffer.Canvas] = Doubles(glimpse.WriteOutput.Canvas),
        };
    }

    internal static DrawModule Module(DrawShape shape, IReadOnlyDictionary<string, float[]> weights)
    {
        var module = new DrawModule(shape);
        foreach (ModelTensor tensor in DrawTensors.Of(shape))
        {
            module[tensor.Name].copy_(torch.tensor(weights[tensor.Name], [.. tensor.Shape.Select(size => (long)size)]));
        }

        return module;
    }

    /// <summary>One vector for every glimpse as a batch of one [T, 1, Z].</summary>
    private static Tensor Stack(float[][] vectors) =>
        tensor(vectors.SelectMany(vector => vector).ToArray(), [vectors.Length, 1, vectors[0].Length]);

    /// <summary>An image as a batch of one [1, C, B, A].</summary>
    private static Tensor Batch(DrawShape shape, float[] image) =>
        tensor(image, [1, shape.Channels, shape.Height, shape.Width]);

    private static double[] Doubles(Tensor? tensor) => tensor is null
        ? []
        : [.. tensor.contiguous().data<float>().ToArray().Select(value => (double)value)];
}
