using DrawAot.Manifest;

namespace DrawAot.Reference;

/// <summary>
/// The paper's glimpse classifier (section 4.1 of arXiv 1502.04623) in double precision, as plainly as it can be written: DRAW's
/// read attention in front of an LSTM, and a class layer on its hidden state.
/// </summary>
/// <remarks>
/// <code>
///   x ──► read ─► LSTM ─► h ─► class logits ─► softmax
///           ▲               │
///           └───────────────┘  × T
/// </code>
/// </remarks>
/// <param name="shape">The model's sizes.</param>
/// <param name="weights">Its weights, by the names and in the layouts of <see cref="ClassifierTensors"/>.</param>
public sealed class ReferenceClassifier(ClassifierShape shape, IReadOnlyDictionary<string, float[]> weights) : ReferenceOperations(shape, weights)
{
    /// <summary>Classifies an image.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <returns>Every glimpse; the class probabilities are those of the last one, or of any before.</returns>
    public IReadOnlyList<ClassifierGlimpse> Classify(double[] image)
    {
        LstmState lstm = Start("lstm");
        var glimpses = new List<ClassifierGlimpse>();
        for (int t = 0; t < shape.Glimpses; t++)
        {
            glimpses.Add(Glimpse(image, lstm));
            lstm = glimpses[^1].Lstm;
        }

        return glimpses;
    }

    /// <summary>One glimpse from any state of the LSTM.</summary>
    public ClassifierGlimpse Glimpse(double[] image, LstmState lstm)
    {
        Window window = WindowOf("read.window", lstm.H, shape.ReadAttention);
        double[] read = ReadPatch(image, window);
        lstm = Lstm("lstm", read, lstm);
        double[] logits = Affine("classes", lstm.H);
        return new ClassifierGlimpse(window, read, lstm, logits, Softmax(logits));
    }

    /// <summary>p[k] = e^l[k] / Σⱼ e^l[j].</summary>
    private static double[] Softmax(double[] logits)
    {
        double[] exponentials = [.. logits.Select(logit => Math.Exp(logit - logits.Max()))];
        return [.. exponentials.Select(exponential => exponential / exponentials.Sum())];
    }
}
