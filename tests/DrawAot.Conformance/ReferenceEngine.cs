using DrawAot.Reference;
using DrawAot.Runtime;
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
            trace.Glimpses[^1][DrawBuffer.Canvas],
            trace.All(DrawBuffer.Mean),
            trace.All(DrawBuffer.LogSigma),
            trace.ReconstructionLoss,
            trace.LatentLoss);
    }

    /// <inheritdoc/>
    public Trace Trace(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, ulong seed, ulong index)
    {
        Inference inference = Infer(model, weights, image, Latents.NoiseOf(model.Shape, seed, index));
        return new Trace(
            [.. inference.Encoded.Zip(inference.Decoded, Parts)], inference.ReconstructionLoss, inference.LatentLoss);
    }

    /// <summary>The reference's inference from an image and the noise of every glimpse [T][Z].</summary>
    internal static Inference Infer(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, float[][] noise) =>
        new ReferenceDraw(model.Shape, RoundedWeights.Of(model, weights)).Infer(Widen([image])[0], Widen(noise));

    private static Dictionary<DrawBuffer, double[]> Parts(EncodedGlimpse encoded, DecodedGlimpse decoded) => new()
    {
        [DrawBuffer.ErrorImage] = encoded.ErrorImage,
        [DrawBuffer.ReadFilterX] = Values(encoded.Window?.FX),
        [DrawBuffer.ReadFilterY] = Values(encoded.Window?.FY),
        [DrawBuffer.Read] = encoded.Read,
        [DrawBuffer.EncoderHidden] = encoded.Encoder.H,
        [DrawBuffer.EncoderCell] = encoded.Encoder.C,
        [DrawBuffer.Mean] = encoded.Mean,
        [DrawBuffer.LogSigma] = [.. encoded.Sigma.Select(sigma => Math.Log(sigma))],
        [DrawBuffer.Latent] = decoded.Z,
        [DrawBuffer.DecoderHidden] = decoded.Decoder.H,
        [DrawBuffer.DecoderCell] = decoded.Decoder.C,
        [DrawBuffer.WriteFilterX] = Values(decoded.Window?.FX),
        [DrawBuffer.WriteFilterY] = Values(decoded.Window?.FY),
        [DrawBuffer.Patch] = decoded.Patch,
        [DrawBuffer.Canvas] = decoded.Canvas,
    };

    private static double[] Values(double[,]? filters) => [.. filters?.Cast<double>() ?? []];

    private static double[][] Widen(float[][] rows) => [.. rows.Select(row => Array.ConvertAll(row, value => (double)value))];
}
