using DrawAot.Weights;

namespace DrawAot.Models;

/// <summary><see cref="Cluttered"/> with weights of 16 bits.</summary>
[DrawModel("cluttered_bfloat16.draw.json")]
public sealed partial class ClutteredBfloat16
{
    internal static ClutteredBfloat16 LoadOther(string path) => new(ModelWeights.ReadOther(path, s_shape));
}
