using DrawAot.Reference;
using DrawAot.TestModels;
using DrawAot.Weights;

namespace DrawAot.Conformance;

/// <summary>The C# that the generator emitted for the model, through its public session.</summary>
public sealed class GeneratedEngine : IDrawingEngine
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

    internal static IDrawModel Load(TestModel model, IReadOnlyDictionary<string, float[]> weights)
    {
        using var file = new MemoryStream();
        SeededWeights.Write(file, model.Shape, weights);
        return model.FromTensors(SafetensorsFile.Parse(file.ToArray(), model.WeightsFile));
    }
}
