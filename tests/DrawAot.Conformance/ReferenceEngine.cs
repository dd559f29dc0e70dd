using DrawAot.Manifest;
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
        double[] picture = new ReferenceDraw(model.Shape, weights).Draw(latents)[^1].Picture;
        return [.. picture.Select(p => (float)p)];
    }

    /// <inheritdoc/>
    public Encoding Encode(
        DrawShape shape, IReadOnlyDictionary<string, float[]> weights, float[] image, float[][] noise)
    {
        Inference inference = new ReferenceDraw(shape, weights).Infer(Widen([image])[0], Widen(noise));
        return new Encoding(
            inference.Drawn[^1].Canvas,
            [.. inference.Looked.SelectMany(glimpse => glimpse.Mean)],
            [.. inference.Looked.SelectMany(glimpse => glimpse.Sigma).Select(sigma => Math.Log(sigma))],
            inference.ReconstructionLoss,
            inference.LatentLoss);
    }

    private static double[][] Widen(float[][] rows) => [.. rows.Select(row => Array.ConvertAll(row, value => (double)value))];
}
