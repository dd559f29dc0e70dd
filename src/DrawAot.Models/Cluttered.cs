using DrawAot.Weights;

namespace DrawAot.Models;

/// <summary>Finds and names a handwritten digit among clutter in an image of 100×100 pixels, in eight glimpses.</summary>
[DrawModel("cluttered.draw.json")]
public sealed partial class Cluttered
{
    internal static Cluttered LoadOther(string path) => new(ModelWeights.ReadOther(path, s_shape));
}
