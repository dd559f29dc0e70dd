using System.Numerics.Tensors;
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

    private static readonly DrawShape Large = new(
        Width: 9, Height: 7, Channels: 2, Glimpses: 3, Latent: 5, EncoderHidden: 20, DecoderHidden: 1040, ReadAttention: 2, WriteAttention: 3);

    private static readonly ClassifierShape Classifying = new(
        Width: 13, Height: 11, Channels: 1, Glimpses: 3, Hidden: 1040, ReadAttention: 4, ClassCount: 5);

    [Fact]
    public void Pictures_and_scores_are_the_same_alone_and_in_a_batch_of_several_passes()
    {
        using var compiled = CompiledModels.Of([.. Precisions.Select(precision => new RandomModel(Large, precision, Seed))], out TestModel[] tests);
        foreach (TestModel test in tests)
        {
            using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
            using DrawSession session = model.CreateSession();
            Assert.InRange(session.BatchSize, 2 * ModelSession.BatchTile, ModelLayout.LargestBatchSize);
            Assert.Equal(new DrawLayout(Large, test.Precision).SessionFloats * sizeof(float), session.MemorySize);
            RequireSame(session, count: session.BatchSize + ModelSession.BatchTile + 2); // a full pass, a tile, and two alone
            RequireSame(session, count: 2 * ModelSession.BatchTile + 4); // a tile that is not full
        }
    }

    [Fact]
    public void Pictures_are_those_of_the_reference()
    {
        using var compiled = CompiledModels.Of(
            [new(Large, WeightPrecision.Float32, Seed), new(Large, WeightPrecision.Bfloat16, Seed)], out TestModel[] tests);
        float[] image = Images.Noise(Large, seed: 1);
        foreach (TestModel test in tests)
        {
            Trace expected = new ReferenceEngine().Trace(test, test.Weights, image, Seed, index: 3);
            new GeneratedEngine().Trace(test, test.Weights, image, Seed, index: 3).RequireCloseTo(expected, test.Name);
        }
    }

    [Fact]
    public void An_importance_weighted_score_of_several_passes_is_that_of_its_definition()
    {
        const int Samples = ModelLayout.LargestBatchSize + 2;
        using var compiled = CompiledModels.Of([new RandomModel(Large, WeightPrecision.Float32, Seed)], out TestModel[] tests);
        float[] image = Images.Noise(Large, seed: 1);
        using IDrawModel model = GeneratedEngine.Load(tests[0], tests[0].Weights);
        using DrawSession session = model.CreateSession();

        double nats = session.ScoreImportanceWeighted(image, Samples, ScoreTests.Seed, ScoreTests.Index);

        double expected = ScoreTests.ImportanceWeighted(tests[0], image, Samples);
        Assert.Equal(expected, nats, ScoreTests.Tolerance * Math.Abs(expected));
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

    /// <summary>Every call that takes a batch, against the call for one picture.</summary>
    private static void RequireSame(DrawSession session, int count)
    {
        DrawShape shape = session.Shape;
        int pixels = shape.PixelCount, latentCount = shape.Glimpses * shape.Latent;
        float[] pictures = new float[count * pixels], decoded = new float[count * pixels];
        float[] means = new float[count * pixels], drawn = new float[count * pixels], latents = new float[count * latentCount];
        ulong[] indices = [.. Enumerable.Range(0, count).Select(k => 1000ul - (ulong)k)];
        Score[] scores = new Score[count], indexed = new Score[count];
        session.SampleBatch(Seed, first: 0, pictures);
        session.ScoreBatch(pictures, Seed, first: 0, scores);
        session.ScoreBatch(pictures, Seed, indices, indexed);
        session.ReconstructBatch(pictures, means);
        session.ReconstructBatch(pictures, Seed, indices, drawn);
        session.EncodeBatch(pictures, latents);
        session.DecodeBatch(latents, decoded);
        for (int k = 0; k < count; k++)
        {
            float[] picture = new float[pixels], alone = new float[pixels], own = new float[latentCount];
            session.Sample(Seed, (ulong)k, picture);
            Assert.Equal(Of(pictures, k, pixels), picture);
            Assert.Equal(session.Score(picture, Seed, (ulong)k), scores[k]);
            Assert.Equal(session.Score(picture, Seed, indices[k]), indexed[k]);
            session.Reconstruct(picture, alone);
            Assert.Equal(Of(means, k, pixels), alone);
            session.Reconstruct(picture, Seed, indices[k], alone);
            Assert.Equal(Of(drawn, k, pixels), alone);
            session.Encode(picture, own);
            Assert.Equal(Of(latents, k, latentCount), own);
            session.Decode(own, alone);
            Assert.Equal(Of(decoded, k, pixels), alone);
        }

        RequireSameTensors(session, pictures, scores, latents);
    }

    /// <summary>The overloads for tensors give what those for spans give.</summary>
    private static void RequireSameTensors(DrawSession session, float[] pictures, Score[] scores, float[] latents)
    {
        DrawShape shape = session.Shape;
        nint[] images = [scores.Length, shape.Channels, shape.Height, shape.Width], codes = [scores.Length, shape.Glimpses, shape.Latent];
        float[] sampled = new float[pictures.Length], encoded = new float[latents.Length];
        var scored = new Score[scores.Length];
        session.SampleBatch(Seed, 0, new TensorSpan<float>(sampled, images));
        session.ScoreBatch(new ReadOnlyTensorSpan<float>(pictures, images), Seed, 0, scored);
        session.EncodeBatch(new ReadOnlyTensorSpan<float>(pictures, images), new TensorSpan<float>(encoded, codes));
        Assert.Equal(pictures, sampled);
        Assert.Equal(scores, scored);
        Assert.Equal(latents, encoded);
    }

    private static float[] Of(float[] batch, int k, int size) => batch[(k * size)..((k + 1) * size)];
}
