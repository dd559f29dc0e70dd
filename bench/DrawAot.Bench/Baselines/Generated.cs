using DrawAot.Models;

namespace DrawAot.Bench.Baselines;

/// <summary>The shipped model at one precision of its weights.</summary>
/// <param name="Name">The name under which it is reported.</param>
/// <param name="Precision">Its precision, as the manifest says it.</param>
/// <param name="WeightSize">Bytes of a weight.</param>
/// <param name="Load">Loads its weights.</param>
internal sealed record Generated(string Name, string Precision, int WeightSize, Func<IDrawModel> Load)
{
    /// <summary>All precisions that are shipped, the exact one first.</summary>
    public static IReadOnlyList<Generated> All { get; } =
    [
        new("DrawAot", "float32", sizeof(float), Mnist.LoadEmbedded),
    ];

    /// <summary>The one that is reported under a name.</summary>
    public static Generated Named(string name) => All.FirstOrDefault(generated => generated.Name == name)
        ?? throw new ArgumentException($"Nothing is called '{name}'.", nameof(name));
}
