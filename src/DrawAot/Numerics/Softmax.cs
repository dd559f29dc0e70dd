namespace DrawAot.Numerics;

/// <summary>Class probabilities of logits.</summary>
internal static class Softmax
{
    /// <summary>p[k] = exp(l[k] − max l) / Σⱼ exp(l[j] − max l). The sum is in double precision and in order, so that every platform has its bits.</summary>
    /// <param name="logits">l [K].</param>
    /// <param name="probabilities">Receives p [K].</param>
    /// <returns>The class with the largest logit; the first of equal ones.</returns>
    public static int Of(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        int best = Best(logits);
        float largest = logits[best];
        for (int k = 0; k < logits.Length; k++)
        {
            probabilities[k] = logits[k] - largest;
        }

        VectorMath.Exp(probabilities, probabilities);
        double sum = 0;
        foreach (float exponential in probabilities)
        {
            sum += exponential;
        }

        for (int k = 0; k < probabilities.Length; k++)
        {
            probabilities[k] = (float)(probabilities[k] / sum);
        }

        return best;
    }

    /// <summary>The class with the largest logit; the first of equal ones.</summary>
    public static int Best(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int k = 1; k < logits.Length; k++)
        {
            best = logits[k] > logits[best] ? k : best;
        }

        return best;
    }
}
