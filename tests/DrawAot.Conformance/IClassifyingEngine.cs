using DrawAot.TestModels;

namespace DrawAot.Conformance;

/// <summary>One of the implementations of the glimpse classifier: the reference, generated code, TorchSharp.</summary>
public interface IClassifyingEngine
{
    /// <summary>Classifies an image, and keeps a record of it.</summary>
    /// <param name="model">The model; an engine that takes any shape looks at its sizes alone.</param>
    /// <param name="weights">Weights of its shape, by name.</param>
    /// <param name="image">x [C, B, A].</param>
    /// <returns>All parts of every glimpse.</returns>
    IReadOnlyList<ClassifierParts> Classify(TestClassifier model, IReadOnlyDictionary<string, float[]> weights, float[] image);
}

/// <summary>The intermediates of a classifier's glimpse, as an engine computed them.</summary>
/// <param name="FilterX">FX [N, A].</param>
/// <param name="FilterY">FY [N, B].</param>
/// <param name="Read">r [R].</param>
/// <param name="Hidden">h [H].</param>
/// <param name="Cell">c [H].</param>
/// <param name="Logits">The class logits [K].</param>
/// <param name="Probabilities">Their softmax [K].</param>
public sealed record ClassifierParts(
    double[] FilterX, double[] FilterY, double[] Read, double[] Hidden, double[] Cell, double[] Logits, double[] Probabilities)
{
    /// <summary>The parts by name, in the order in which they are computed.</summary>
    public IEnumerable<(string Name, double[] Values)> All =>
    [
        ("FX", FilterX), ("FY", FilterY), ("r", Read), ("h", Hidden), ("c", Cell), ("logits", Logits), ("probabilities", Probabilities),
    ];
}
