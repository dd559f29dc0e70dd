using DrawAot.Weights;

namespace DrawAot.Models;

/// <summary><see cref="Mnist"/> with weights of 16 bits: half the memory, and a picture in two thirds of the time.</summary>
[DrawModel("mnist_bfloat16.draw.json")]
public sealed partial class MnistBfloat16
{
    internal static MnistBfloat16 LoadOther(string path) => new(ModelWeights.ReadOther(path, s_shape));
}
