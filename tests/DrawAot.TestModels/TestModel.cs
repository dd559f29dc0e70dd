using DrawAot.Manifest;
using DrawAot.Reference;
using DrawAot.Weights;

namespace DrawAot.TestModels;

/// <summary>A generated model under test: any of them, without its type.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="WeightsFile">The weights file that its manifest names.</param>
/// <param name="WeightsSha256">The SHA-256 that its manifest states.</param>
/// <param name="Load">Loads that file, as users do.</param>
/// <param name="FromTensors">Makes a model of any weights of its shape, whatever their SHA-256.</param>
/// <param name="Precision">How its manifest has its weights stored.</param>
public sealed record TestModel(
    string Name,
    DrawShape Shape,
    string WeightsFile,
    string WeightsSha256,
    Func<string, IDrawModel> Load,
    Func<SafetensorsFile, IDrawModel> FromTensors,
    WeightPrecision Precision = WeightPrecision.Float32)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<TestModel> All =>
    [
        Dot.Test, Glance.Test, Seven.Test, Seventeen.Test, Wide.Test, Tall.Test, Whole.Test, Plain.Test, Aligned.Test,
        Patient.Test, Digits.Test, HalfOdd.Test, HalfWhole.Test, ByteOdd.Test, ByteWhole.Test,
    ];

    /// <summary>Its weights by name: those of <see cref="SeededWeights"/>, unless others are set.</summary>
    public IReadOnlyDictionary<string, float[]> Weights
    {
        get => field ??= SeededWeights.Of(Shape);
        init;
    }
}
