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
            trace.Glimpses[^1][StateBuffer.Canvas],
            trace.All(StateBuffer.Mean),
            trace.All(StateBuffer.LogSigma),
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

    private static Dictionary<StateBuffer, double[]> Parts(EncodedGlimpse encoded, DecodedGlimpse decoded) => new()
    {
        [StateBuffer.ErrorImage] = encoded.ErrorImage,
        [StateBuffer.ReadFilterX] = Values(encoded.Window?.FX),
        [StateBuffer.ReadFilterY] = Values(encoded.Window?.FY),
        [StateBuffer.Read] = encoded.Read,
        [StateBuffer.EncoderHidden] = encoded.Encoder.H,
        [StateBuffer.EncoderCell] = encoded.Encoder.C,
        [StateBuffer.Mean] = encoded.Mean,
        [StateBuffer.LogSigma] = [.. encoded.Sigma.Select(sigma => Math.Log(sigma))],
        [StateBuffer.Latent] = decoded.Z,
        [StateBuffer.DecoderHidden] = decoded.Decoder.H,
        [StateBuffer.DecoderCell] = decoded.Decoder.C,
        [StateBuffer.WriteFilterX] = Values(decoded.Window?.FX),
        [StateBuffer.WriteFilterY] = Values(decoded.Window?.FY),
        [StateBuffer.Patch] = decoded.Patch,
        [StateBuffer.Canvas] = decoded.Canvas,
    };

    private static double[] Values(double[,]? filters) => [.. filters?.Cast<double>() ?? []];

    private static double[][] Widen(float[][] rows) => [.. rows.Select(row => Array.ConvertAll(row, value => (double)value))];
}
