using DrawAot.Conformance;
using DrawAot.Layout;
using DrawAot.Manifest;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Several tiles share a pass over the weights of a model that no cache holds, and compute the bits that a picture has alone.</summary>
[Trait("Category", "Slow")]
public class LargeModelTests
{
    private const ulong Seed = 3;

    private static readonly WeightPrecision[] Precisions = Enum.GetValues<WeightPrecision>();

    private static readonly DrawShape Drawing = new(
        Width: 9, Height: 7, Channels: 2, Glimpses: 3, Latent: 5, EncoderHidden: 20, DecoderHidden: 1040, ReadAttention: 2, WriteAttention: 3);

    private static readonly ClassifierShape Classifying = new(
        Width: 13, Height: 11, Channels: 1, Glimpses: 3, Hidden: 1040, ReadAttention: 4, ClassCount: 5);

    [Fact]
    public void Pictures_and_scores_are_the_same_alone_and_in_a_batch_of_several_passes()
    {
        using var compiled = CompiledModels.Of([.. Precisions.Select(precision => new RandomModel(Drawing, precision, Seed))], out TestModel[] tests);
        foreach (TestModel test in tests)
        {
            using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
            using DrawSession session = model.CreateSession();
            Assert.InRange(session.BatchSize, 2 * ModelSession.BatchTile, ModelLayout.LargestBatchSize);
            Assert.Equal(new DrawLayout(Drawing, test.Precision).SessionFloats * sizeof(float), session.MemorySize);
            RequireSame(session, count: session.BatchSize + ModelSession.BatchTile + 2); // a full pass, a tile, and two alone
            RequireSame(session, count: 2 * ModelSession.BatchTile + 4); // a tile that is not full
        }
    }

    [Fact]
    public void Pictures_are_those_of_the_reference()
    {
        using var compiled = CompiledModels.Of(
            [new(Drawing, WeightPrecision.Float32, Seed), new(Drawing, WeightPrecision.Bfloat16, Seed)], out TestModel[] tests);
        float[] image = Images.Noise(Drawing, seed: 1);
        foreach (TestModel test in tests)
        {
            Trace expected = new ReferenceEngine().Trace(test, test.Weights, image, Seed, index: 3);
            new GeneratedEngine().Trace(test, test.Weights, image, Seed, index: 3).RequireCloseTo(expected, test.Name);
        }
    }

    [Fact]
    public void Classes_are_the_same_alone_and_in_a_batch_of_several_passes()
    {
        using var compiled = CompiledModels.Of(
            [.. Precisions.Select(precision => new RandomClassifier(Classifying, precision, Seed))], out TestClassifier[] tests);
        foreach (TestClassifier test in tests)
        {
            using IClassifierModel model = test.Of(test.Weights);
            using ClassifierSession session = model.CreateSession();
            Assert.InRange(session.BatchSize, 2 * ModelSession.BatchTile, ModelLayout.LargestBatchSize);
            int count = session.BatchSize + ModelSession.BatchTile + 2, classes = Classifying.ClassCount, pixels = Classifying.PixelCount;
            float[] images = [.. Enumerable.Range(0, count).SelectMany(k => Images.Noise(Classifying, (ulong)k))];
            float[] batch = new float[count * classes], alone = new float[classes];
            int[] best = new int[count];
            session.ClassifyBatch(images, batch, best);
            for (int k = 0; k < count; k++)
            {
                Assert.Equal(best[k], session.Classify(images.AsSpan(k * pixels, pixels), alone));
                Assert.Equal(batch[(k * classes)..((k + 1) * classes)], alone);
            }
        }
    }

    private static void RequireSame(DrawSession session, int count)
    {
        int pixels = session.Shape.PixelCount;
        float[] batch = new float[count * pixels], alone = new float[pixels];
        var scores = new Score[count];
        session.SampleBatch(Seed, first: 0, batch);
        session.ScoreBatch(batch, Seed, first: 0, scores);
        for (int k = 0; k < count; k++)
        {
            session.Sample(Seed, (ulong)k, alone);
            Assert.Equal(batch[(k * pixels)..((k + 1) * pixels)], alone);
            Assert.Equal(session.Score(alone, Seed, (ulong)k), scores[k]);
        }
    }
}
