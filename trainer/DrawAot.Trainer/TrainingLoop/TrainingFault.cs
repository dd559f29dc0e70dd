using DrawAot.Manifest;

namespace DrawAot.Trainer.TrainingLoop;

/// <summary>Says what stopped being a number.</summary>
internal static class TrainingFault
{
    /// <summary>The first cause that can be seen: an image's loss, or a tensor's gradient.</summary>
    /// <param name="losses">The losses of the batch.</param>
    /// <param name="numbers">Which training images it has.</param>
    /// <param name="gradient">The gradient of all weights.</param>
    /// <param name="shape">The model's sizes.</param>
    public static string Cause(ReadOnlySpan<Score> losses, ReadOnlySpan<int> numbers, ReadOnlySpan<float> gradient, DrawShape shape)
    {
        for (int k = 0; k < losses.Length; k++)
        {
            if (!double.IsFinite(losses[k].Nats))
            {
                (string term, double value) = double.IsFinite(losses[k].Reconstruction)
                    ? ("KL term", losses[k].Divergence)
                    : ("reconstruction term", losses[k].Reconstruction);
                return $"the {term} of training image {numbers[k]} is {value}";
            }
        }

        foreach (DrawTensor tensor in DrawTensors.Of(shape))
        {
            int length = tensor.Shape.Aggregate((product, size) => product * size);
            foreach (float slope in gradient[..length])
            {
                if (!float.IsFinite(slope))
                {
                    return $"the gradient of '{tensor.Name}' holds {slope}, though every image's loss is finite";
                }
            }

            gradient = gradient[length..];
        }

        return "the gradient's norm is beyond what a number can hold";
    }
}
