using DrawAot.Runtime;
using DrawAot.TestModels;

namespace DrawAot.Conformance;

/// <summary>The C# that the generator emitted for the model, through its public session.</summary>
public sealed class GeneratedClassifyingEngine : IClassifyingEngine
{
    /// <inheritdoc/>
    public IReadOnlyList<ClassifierParts> Classify(TestClassifier model, IReadOnlyDictionary<string, float[]> weights, float[] image)
    {
        using IClassifierModel classifier = model.Of(weights);
        using ClassifierSession session = classifier.CreateSession();
        var glimpses = new List<ClassifierParts>();
        session.Begin(image);
        while (session.Step())
        {
            glimpses.Add(PartsOf(session));
        }

        return glimpses;
    }

    /// <summary>The parts of a session's last glimpse.</summary>
    internal static ClassifierParts PartsOf(ClassifierSession session)
    {
        float[] probabilities = new float[session.Shape.ClassCount];
        session.CopyProbabilities(probabilities);
        return new ClassifierParts(
            Values(ClassifierBuffer.ReadFilterX), Values(ClassifierBuffer.ReadFilterY), Values(ClassifierBuffer.Read),
            Values(ClassifierBuffer.Hidden), Values(ClassifierBuffer.Cell), Values(ClassifierBuffer.Logits),
            Array.ConvertAll(probabilities, value => (double)value));

        double[] Values(ClassifierBuffer buffer)
        {
            Rows rows = session.State[buffer];
            float[] values = new float[rows.Count * rows.Width];
            rows.CopyTo(values);
            return Array.ConvertAll(values, value => (double)value);
        }
    }
}
