using DrawAot.Weights;

namespace DrawAot.Models;

/// <summary><see cref="Mnist"/> with the LSTMs' weights over hidden states and the decoder's over latents in 8 bits, all others in 16: the fastest one.</summary>
[DrawModel("mnist_int8.draw.json")]
public sealed partial class MnistInt8
{
    internal static MnistInt8 LoadOther(string path) => new(ModelWeights.ReadOther(path, s_shape));
}
