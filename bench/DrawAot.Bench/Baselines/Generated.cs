using DrawAot.Models;

namespace DrawAot.Bench.Baselines;

/// <summary>The shipped model at one precision of its weights.</summary>
/// <param name="Precision">Its precision, as the manifest says it.</param>
/// <param name="WeightSize">Bytes of a weight of the LSTMs' recurrences.</param>
/// <param name="Load">Loads its weights.</param>
internal sealed record Generated(string Precision, int WeightSize, Func<IDrawModel> Load)
{
    /// <summary>All precisions that are shipped, the exact one first.</summary>
    public static IReadOnlyList<Generated> All { get; } =
    [
        new("float32", sizeof(float), Mnist.LoadEmbedded),
        new("bfloat16", sizeof(ushort), MnistBfloat16.LoadEmbedded) { Rounding = new Rounding(0.02, 1) },
        new("int8", sizeof(byte), MnistInt8.LoadEmbedded) { Rounding = Rounding.Int8 },
    ];

    /// <summary>The name under which it is reported.</summary>
    public string Name => $"DrawAot, {Precision}";

    /// <summary>Whether it computes the trained model exactly, without rounded weights.</summary>
    public bool IsExact => this == All[0];

    /// <summary>Its largest distance from the reference, where weights are rounded.</summary>
    public Rounding? Rounding { get; init; }

    /// <summary>The one that is reported under a name, or null.</summary>
    public static Generated? Find(string name) => All.FirstOrDefault(generated => generated.Name == name);

    /// <summary>The one that is reported under a name.</summary>
    public static Generated Named(string name) =>
        Find(name) ?? throw new ArgumentException($"Nothing is called '{name}'.", nameof(name));
}
