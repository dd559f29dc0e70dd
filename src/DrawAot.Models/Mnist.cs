using DrawAot.Weights;

namespace DrawAot.Models;

/// <summary>Handwritten digits of 28×28 pixels, after the binarized MNIST data set.</summary>
[DrawModel("mnist.draw.json")]
public sealed partial class Mnist
{
    internal static Mnist LoadOther(string path) => new(ModelWeights.ReadOther(path, s_shape));
}
