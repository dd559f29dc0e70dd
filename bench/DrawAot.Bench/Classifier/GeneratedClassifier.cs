using DrawAot.Bench.Baselines;
using DrawAot.Models;

namespace DrawAot.Bench.Classifier;

/// <summary>DrawAot itself, at one precision of its weights: one session a thread, each with its share of the batch.</summary>
internal sealed class GeneratedClassifier : IClassifier
{
    private readonly Sessions<ClassifierSession> _sessions;

    private GeneratedClassifier(IClassifierModel model, int count, int threads) =>
        _sessions = new Sessions<ClassifierSession>(model, model.CreateSession, count, threads);

    /// <summary>The precisions that are shipped, the exact one first: name, bytes of a recurrent weight, and the model.</summary>
    public static IReadOnlyList<(string Precision, int WeightSize, ShippedModel<IClassifierModel> Model)> All { get; } =
    [
        ("float32", sizeof(float), ShippedModels.Classifiers[0]),
        ("bfloat16", sizeof(ushort), ShippedModels.Classifiers[1]),
        ("int8", sizeof(byte), ShippedModels.Classifiers[2]),
    ];

    /// <summary>Loads one.</summary>
    /// <param name="precision">Its precision.</param>
    /// <param name="count">Images in a batch.</param>
    /// <param name="threads">Threads it may use.</param>
    public static GeneratedClassifier Load(string precision, int count, int threads) =>
        new(All.Single(entry => entry.Precision == precision).Model.LoadEmbedded(), count, threads);

    /// <inheritdoc/>
    public unsafe void Classify(ReadOnlySpan<float> images, Span<float> probabilities)
    {
        if (_sessions.IsOne(out ClassifierSession session))
        {
            if (probabilities.Length == session.Shape.ClassCount)
            {
                session.Classify(images, probabilities);
            }
            else
            {
                session.ClassifyBatch(images, probabilities);
            }

            return;
        }

        int pixelCount = session.Shape.PixelCount, classCount = session.Shape.ClassCount;
        fixed (float* pixels = images)
        fixed (float* results = probabilities)
        {
            float* allPixels = pixels, allResults = results;
            _sessions.Share((part, from, count) => part.ClassifyBatch(
                new ReadOnlySpan<float>(allPixels + (long)from * pixelCount, count * pixelCount),
                new Span<float>(allResults + (long)from * classCount, count * classCount)));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();
}
