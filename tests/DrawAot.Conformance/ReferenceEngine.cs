using DrawAot.Reference;
using DrawAot.TestModels;

namespace DrawAot.Conformance;

/// <summary>The reference, which has to pass the tests of the paper's equations like every other engine.</summary>
public sealed class ReferenceEngine : IDrawingEngine, IEncodingEngine
{
    /// <inheritdoc/>
    public float[] Draw(TestModel model, IReadOnlyDictionary<string, float[]> weights, ulong seed, ulong index)
    {
        double[][] latents = Widen(Latents.Of(model.Shape, seed, index));
        double[] picture = new ReferenceDraw(model.Shape, RoundedWeights.Of(model, weights)).Draw(latents)[^1].Picture;
        return [.. picture.Select(p => (float)p)];
    }

    /// <inheritdoc/>
    public Encoding Encode(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, ulong seed, ulong index)
    {
        Trace trace = Trace(model, weights, image, seed, index);
        return new Encoding(
            trace.Glimpses[^1][DrawingPart.Canvas],
            trace.All(DrawingPart.Mean),
            trace.All(DrawingPart.LogSigma),
            trace.ReconstructionLoss,
            trace.LatentLoss);
    }

    /// <inheritdoc/>
    public Trace Trace(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, ulong seed, ulong index)
    {
        Inference inference = Infer(model, weights, image, Latents.NoiseOf(model.Shape, seed, index));
        return new Trace(
            [.. inference.Looked.Zip(inference.Drawn, Parts)], inference.ReconstructionLoss, inference.LatentLoss);
    }

    /// <summary>What the reference makes of an image and the noise of every glimpse [T][Z].</summary>
    internal static Inference Infer(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, float[][] noise) =>
        new ReferenceDraw(model.Shape, RoundedWeights.Of(model, weights)).Infer(Widen([image])[0], Widen(noise));

    private static Dictionary<DrawingPart, double[]> Parts(Looking looked, Reference.Drawing drawn) => new()
    {
        [DrawingPart.ErrorImage] = looked.ErrorImage,
        [DrawingPart.ReadFilterX] = Values(looked.Window?.FX),
        [DrawingPart.ReadFilterY] = Values(looked.Window?.FY),
        [DrawingPart.Read] = looked.Read,
        [DrawingPart.EncoderHidden] = looked.Encoder.H,
        [DrawingPart.EncoderCell] = looked.Encoder.C,
        [DrawingPart.Mean] = looked.Mean,
        [DrawingPart.LogSigma] = [.. looked.Sigma.Select(sigma => Math.Log(sigma))],
        [DrawingPart.Latent] = drawn.Z,
        [DrawingPart.DecoderHidden] = drawn.Decoder.H,
        [DrawingPart.DecoderCell] = drawn.Decoder.C,
        [DrawingPart.WriteFilterX] = Values(drawn.Window?.FX),
        [DrawingPart.WriteFilterY] = Values(drawn.Window?.FY),
        [DrawingPart.Patch] = drawn.Patch,
        [DrawingPart.Canvas] = drawn.Canvas,
    };

    private static double[] Values(double[,]? filters) => [.. filters?.Cast<double>() ?? []];

    private static double[][] Widen(float[][] rows) => [.. rows.Select(row => Array.ConvertAll(row, value => (double)value))];
}
