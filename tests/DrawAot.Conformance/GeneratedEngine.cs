using DrawAot.Reference;
using DrawAot.Runtime;
using DrawAot.TestModels;
using DrawAot.Weights;

namespace DrawAot.Conformance;

/// <summary>The C# that the generator emitted for the model, through its public session.</summary>
public sealed class GeneratedEngine : IDrawingEngine, IEncodingEngine
{
    /// <inheritdoc/>
    public float[] Draw(TestModel model, IReadOnlyDictionary<string, float[]> weights, ulong seed, ulong index)
    {
        using IDrawModel drawModel = Load(model, weights);
        using DrawSession session = drawModel.CreateSession();
        float[] picture = new float[model.Shape.PixelCount];
        session.Sample(seed, index, picture);
        return picture;
    }

    /// <inheritdoc/>
    public Encoding Encode(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, ulong seed, ulong index)
    {
        using IDrawModel drawModel = Load(model, weights);
        using DrawSession session = drawModel.CreateSession();
        Trace trace = Trace(session, image, seed, index);
        Score score = session.Score(image, seed, index);
        float[] canvas = new float[model.Shape.PixelCount];
        session.CopyCanvas(canvas);
        return new Encoding(
            Array.ConvertAll(canvas, logit => (double)logit),
            trace.All(DrawBuffer.Mean),
            trace.All(DrawBuffer.LogSigma),
            score.Reconstruction,
            score.Divergence);
    }

    /// <inheritdoc/>
    public Trace Trace(
        TestModel model, IReadOnlyDictionary<string, float[]> weights, float[] image, ulong seed, ulong index)
    {
        using IDrawModel drawModel = Load(model, weights);
        using DrawSession session = drawModel.CreateSession();
        return Trace(session, image, seed, index);
    }

    internal static IDrawModel Load(TestModel model, IReadOnlyDictionary<string, float[]> weights)
    {
        using var file = new MemoryStream();
        SeededWeights.Write(file, model.Shape, weights);
        return model.FromTensors(SafetensorsFile.Parse(file.ToArray(), model.WeightsFile));
    }

    private static Trace Trace(DrawSession session, float[] image, ulong seed, ulong index)
    {
        var glimpses = new List<IReadOnlyDictionary<DrawBuffer, double[]>>();
        session.BeginReconstruction(image, seed, index);
        while (session.Step())
        {
            glimpses.Add(Conformance.Trace.Parts.ToDictionary(part => part, part => Values(session.State[part])));
        }

        Score score = session.Score(image, seed, index);
        return new Trace(glimpses, score.Reconstruction, score.Divergence);
    }

    private static double[] Values(Rows rows)
    {
        float[] values = new float[rows.Count * rows.Width];
        rows.CopyTo(values);
        return Array.ConvertAll(values, value => (double)value);
    }
}
