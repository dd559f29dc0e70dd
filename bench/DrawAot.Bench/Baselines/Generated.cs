using DrawAot.Models;

namespace DrawAot.Bench.Baselines;

/// <summary>The shipped model at one precision of its weights.</summary>
/// <param name="Name">The name under which it is reported.</param>
/// <param name="Precision">Its precision, as the manifest says it.</param>
/// <param name="WeightSize">Bytes of a weight.</param>
/// <param name="PixelTolerance">How far a pixel may be from the reference's.</param>
/// <param name="Load">Loads its weights.</param>
internal sealed record Generated(string Name, string Precision, int WeightSize, double PixelTolerance, Func<IDrawModel> Load)
{
    /// <summary>All precisions that are shipped.</summary>
    public static IReadOnlyList<Generated> All { get; } =
    [
        new("DrawAot", "float32", sizeof(float), 1e-5, Mnist.LoadEmbedded),
    ];

    /// <summary>That of a name, or null.</summary>
    public static Generated? Find(string name) => All.FirstOrDefault(generated => generated.Name == name);
}
