using CsCheck;
using DrawAot.Manifest;
using DrawAot.Reference;

namespace DrawAot.Conformance;

/// <summary>A shape, how its weights are stored, and the seed that they are made of.</summary>
public sealed record RandomModel(DrawShape Shape, WeightPrecision Precision, ulong Seed);

/// <summary>The same of a classifier.</summary>
public sealed record RandomClassifier(ClassifierShape Shape, WeightPrecision Precision, ulong Seed);

/// <summary>Random shapes.</summary>
public static class RandomModels
{
    /// <summary>Mostly small, often of size 1 or around a vector's width.</summary>
    private static readonly Gen<int> Size = Gen.OneOf(Gen.Int[1, 4], Gen.Int[1, 40], Gen.Int[15, 18]);

    /// <summary>No attention a third of the time; sometimes more filters than pixels.</summary>
    private static readonly Gen<int?> Filters =
        Gen.OneOf(Gen.Int[-1, 3], Gen.Int[-4, 8], Gen.Int[-4, 20]).Select(n => n > 0 ? n : (int?)null);

    /// <summary>Any shape that a reference in double precision draws in a moment, with weights that it knows too.</summary>
    public static Gen<RandomModel> Any { get; } = Of(
        Gen.Int[1, 6], Gen.Int[0, 2].Select(k => k == 2 ? WeightPrecision.Bfloat16 : WeightPrecision.Float32));

    /// <summary>At every precision, and with glimpses enough for more than are looked ahead to at once.</summary>
    public static Gen<RandomModel> Patient { get; } = Of(
        Gen.OneOf(Gen.Int[1, 13], Gen.Int[63, 68], Gen.Int[130, 134]), Gen.Enum<WeightPrecision>());

    /// <summary>Classifiers of any shape, at every precision.</summary>
    public static Gen<RandomClassifier> Classifiers { get; } = Gen.Select(
        Gen.Select(Size, Size, Gen.Int[1, 4], Gen.Int[1, 6]),
        Gen.Select(Gen.Int[1, 70], Gen.OneOf(Gen.Int[1, 3], Gen.Int[1, 20]), Gen.Int[2, 40]),
        Gen.Enum<WeightPrecision>(),
        Gen.ULong,
        (image, sizes, precision, seed) =>
        {
            (int width, int height, int channels, int glimpses) = image;
            (int hidden, int read, int classes) = sizes;
            return new RandomClassifier(new ClassifierShape(width, height, channels, glimpses, hidden, read, classes), precision, seed);
        });

    /// <summary>
    /// Seeded weights, but with windows that wander half as far. A filter far outside sees the image's edge alone, and is
    /// normalised with all the rounding errors of its place; in a large number of models some would have one that is off by 2e-5.
    /// </summary>
    public static IReadOnlyDictionary<string, float[]> WeightsOf(ModelShape shape, ulong seed) => SeededWeights.Of(shape, seed).ToDictionary(
        tensor => tensor.Key,
        tensor => tensor.Key.EndsWith(".window.weight", StringComparison.Ordinal) ? Array.ConvertAll(tensor.Value, w => w / 2) : tensor.Value);

    private static Gen<RandomModel> Of(Gen<int> glimpseCount, Gen<WeightPrecision> precisions) => Gen.Select(
        Gen.Select(Size, Size, Gen.Int[1, 4], glimpseCount),
        Gen.Select(Size, Gen.Int[1, 70], Gen.Int[1, 70]),
        Gen.Select(Filters, Filters),
        precisions,
        Gen.ULong,
        (image, sizes, filters, precision, seed) =>
        {
            (int width, int height, int channels, int glimpses) = image;
            (int latent, int encoder, int decoder) = sizes;
            var shape = new DrawShape(width, height, channels, glimpses, latent, encoder, decoder, filters.Item1, filters.Item2);
            return new RandomModel(shape, precision, seed);
        });
}
