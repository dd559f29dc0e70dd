using DrawAot.Weights;

namespace DrawAot.Models;

/// <summary><see cref="Cluttered"/> with the LSTM's weights over hidden states in 8 bits, all others in 16: the fastest one.</summary>
[DrawModel("cluttered_int8.draw.json")]
public sealed partial class ClutteredInt8
{
    internal static ClutteredInt8 LoadOther(string path) => new(ModelWeights.ReadOther(path, s_shape));
}
