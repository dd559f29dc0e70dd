using DrawAot.Manifest;
using DrawAot.Reference;
using DrawAot.Weights;

namespace DrawAot.TestModels;

/// <summary>A generated classifier under test: any of them, without its type.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="WeightsFile">The weights file that its manifest names.</param>
/// <param name="WeightsSha256">The SHA-256 that its manifest states.</param>
/// <param name="Load">Loads that file, as users do.</param>
/// <param name="FromTensors">Makes a model of any weights of its shape, whatever their SHA-256.</param>
/// <param name="Precision">How its manifest has its weights stored.</param>
public sealed record TestClassifier(
    string Name,
    ClassifierShape Shape,
    string WeightsFile,
    string WeightsSha256,
    Func<string, IClassifierModel> Load,
    Func<SafetensorsFile, IClassifierModel> FromTensors,
    WeightPrecision Precision = WeightPrecision.Float32)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<TestClassifier> All => [Spot.Test, Lens.Test, HalfLens.Test, ByteLens.Test, Search.Test];

    /// <summary>The names of all of them: theories take these, so that each case can be told by its name and run alone.</summary>
    public static IEnumerable<string> Names => All.Select(model => model.Name);

    /// <summary>The names of those whose hidden states stay floats, which two engines compute alike to the end.</summary>
    public static IEnumerable<string> FloatNames => All.Where(model => model.Precision is not WeightPrecision.Int8).Select(model => model.Name);

    /// <summary>Its weights by name: those of <see cref="SeededWeights"/>, unless others are set.</summary>
    public IReadOnlyDictionary<string, float[]> Weights
    {
        get => field ??= SeededWeights.Of(Shape);
        init;
    }

    /// <summary>The one of that name.</summary>
    public static TestClassifier Named(string name) => All.Single(model => model.Name == name);

    /// <summary>A model of any weights of its shape.</summary>
    public IClassifierModel Of(IReadOnlyDictionary<string, float[]> weights)
    {
        using var file = new MemoryStream();
        SeededWeights.Write(file, Shape, weights);
        return FromTensors(SafetensorsFile.Parse(file.ToArray(), WeightsFile));
    }
}
