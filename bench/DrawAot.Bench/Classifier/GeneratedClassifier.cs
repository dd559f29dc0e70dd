using DrawAot.Models;

namespace DrawAot.Bench.Classifier;

/// <summary>DrawAot itself, at one precision of its weights.</summary>
internal sealed class GeneratedClassifier : IClassifier
{
    private readonly IClassifierModel _model;
    private readonly ClassifierSession _session;

    private GeneratedClassifier(IClassifierModel model) => (_model, _session) = (model, model.CreateSession());

    /// <summary>The precisions that are shipped, the exact one first: name, bytes of a recurrent weight, and the model.</summary>
    public static IReadOnlyList<(string Precision, int WeightSize, ShippedModel<IClassifierModel> Model)> All { get; } =
    [
        ("float32", sizeof(float), ShippedModels.Classifiers[0]),
        ("bfloat16", sizeof(ushort), ShippedModels.Classifiers[1]),
        ("int8", sizeof(byte), ShippedModels.Classifiers[2]),
    ];

    /// <summary>Loads one.</summary>
    public static GeneratedClassifier Load(string precision) => new(All.Single(entry => entry.Precision == precision).Model.LoadEmbedded());

    /// <inheritdoc/>
    public void Classify(ReadOnlySpan<float> images, Span<float> probabilities)
    {
        if (probabilities.Length == _session.Shape.ClassCount)
        {
            _session.Classify(images, probabilities);
        }
        else
        {
            _session.ClassifyBatch(images, probabilities);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }
}
