using DrawAot.Numerics;

namespace DrawAot.Training.Ops.CrossEntropy;

/// <summary>The cross entropy of all rows: −log p(label) under the softmax of the logits l.</summary>
/// <param name="classes">K.</param>
/// <param name="logits">l [K]; <see cref="Backward"/> leaves their gradient.</param>
internal sealed class CrossEntropyOp(int classes, Activation logits)
{
    /// <summary>−log p(label) of a row, in nats: log Σₖ exp(lₖ − max l) − (l(label) − max l).</summary>
    public float Forward(int row, int label)
    {
        ReadOnlySpan<float> l = logits.Span(0, row, classes);
        float largest = l[Softmax.Best(l)];
        double sum = 0;
        foreach (float logit in l)
        {
            sum += Math.Exp((double)logit - largest);
        }

        return (float)(Math.Log(sum) - ((double)l[label] - largest));
    }

    /// <summary>dl = (p − 1 at the label)/n, the gradient of the mean over the images; 0 in rows without an image.</summary>
    /// <param name="group">The rows.</param>
    /// <param name="labels">The label of each image.</param>
    public void Backward(RowGroup group, ReadOnlySpan<int> labels)
    {
        for (int row = group.First; row < group.End; row++)
        {
            Span<float> gradient = logits.Span(0, row, classes);
            if (row >= group.ImagesEnd)
            {
                gradient.Clear();
                continue;
            }

            Softmax.Of(gradient, gradient);
            gradient[labels[row]] -= 1;
            for (int k = 0; k < classes; k++)
            {
                gradient[k] /= group.Images;
            }
        }
    }
}
