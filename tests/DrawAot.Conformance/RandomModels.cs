using CsCheck;
using DrawAot.Manifest;
using DrawAot.Reference;

namespace DrawAot.Conformance;

/// <summary>Shapes that nobody thought of.</summary>
public static class RandomModels
{
    /// <summary>Mostly small, often of size 1 or around a vector's width.</summary>
    private static readonly Gen<int> Size = Gen.OneOf(Gen.Int[1, 4], Gen.Int[1, 40], Gen.Int[15, 18]);

    /// <summary>No attention a third of the time; sometimes more filters than pixels.</summary>
    private static readonly Gen<int?> Filters =
        Gen.OneOf(Gen.Int[-1, 3], Gen.Int[-4, 8], Gen.Int[-4, 20]).Select(n => n > 0 ? n : (int?)null);

    /// <summary>Any shape that a reference in double precision draws in a moment, and a seed of its weights.</summary>
    public static Gen<(DrawShape Shape, ulong Seed)> Any { get; } = Gen.Select(
        Gen.Select(Size, Size, Gen.Int[1, 4], Gen.Int[1, 6]),
        Gen.Select(Size, Gen.Int[1, 70], Gen.Int[1, 70]),
        Gen.Select(Filters, Filters),
        Gen.ULong,
        (image, sizes, filters, seed) =>
        {
            (int width, int height, int channels, int glimpses) = image;
            (int latent, int encoder, int decoder) = sizes;
            return (new DrawShape(width, height, channels, glimpses, latent, encoder, decoder, filters.Item1, filters.Item2), seed);
        });

    /// <summary>
    /// Seeded weights, but with windows that wander half as far. A filter far outside sees the image's edge alone, and is
    /// normalised with all the rounding errors of its place; of so many models some would have one that is off by 2e-5.
    /// </summary>
    public static IReadOnlyDictionary<string, float[]> WeightsOf(DrawShape shape, ulong seed) => SeededWeights.Of(shape, seed).ToDictionary(
        tensor => tensor.Key,
        tensor => tensor.Key.EndsWith(".window.weight", StringComparison.Ordinal) ? Array.ConvertAll(tensor.Value, w => w / 2) : tensor.Value);
}
