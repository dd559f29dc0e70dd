using DrawAot.Reference;
using DrawAot.TestModels;

namespace DrawAot.Conformance;

/// <summary>The reference, as the baseline of the theories.</summary>
public sealed class ReferenceClassifyingEngine : IClassifyingEngine
{
    /// <inheritdoc/>
    public IReadOnlyList<ClassifierParts> Classify(TestClassifier model, IReadOnlyDictionary<string, float[]> weights, float[] image) =>
    [
        .. new ReferenceClassifier(model.Shape, RoundedWeights.Of(model, weights))
            .Classify(Array.ConvertAll(image, value => (double)value))
            .Select(PartsOf),
    ];

    /// <summary>The parts of one glimpse.</summary>
    internal static ClassifierParts PartsOf(ClassifierGlimpse glimpse) => new(
        [.. glimpse.Window.FX.Cast<double>()], [.. glimpse.Window.FY.Cast<double>()], glimpse.Read, glimpse.Lstm.H, glimpse.Lstm.C,
        glimpse.Logits, glimpse.Probabilities);
}
