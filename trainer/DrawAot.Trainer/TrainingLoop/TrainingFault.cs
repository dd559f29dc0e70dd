using DrawAot.Manifest;

namespace DrawAot.Trainer.TrainingLoop;

/// <summary>Says what stopped being a number, where every loss is one.</summary>
internal static class TrainingFault
{
    /// <summary>The first cause that can be seen in a gradient.</summary>
    /// <param name="gradient">The gradient of all weights.</param>
    /// <param name="shape">The model's sizes.</param>
    public static string Cause(ReadOnlySpan<float> gradient, ModelShape shape)
    {
        foreach (ModelTensor tensor in shape.Tensors)
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
