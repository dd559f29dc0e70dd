using CsCheck;
using DrawAot.Conformance;
using DrawAot.Layout;
using DrawAot.Manifest;
using DrawAot.RandomCases;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Emitted code for a model of any sizes computes the same as the reference.</summary>
[Trait("Category", "Slow")]
public class RandomModelTests
{
    private const ulong Seed = 2;

    /// <summary>Several at a time, since the compiler takes as long for one.</summary>
    [Fact]
    [Trait("Cases", "Random")]
    public void Generated_code_of_any_shape_computes_the_same_as_the_reference() =>
        RandomModels.Any.Array[1, 12].Check(models => RequireOfEach(models, RequireAgreement), count: 8, print: Print);

    [Fact]
    [Trait("Cases", "Random")]
    public void Pictures_and_scores_of_any_model_are_the_same_at_once_step_by_step_and_in_a_batch() =>
        RandomModels.Patient.Array[1, 12].Check(models => RequireOfEach(models, RequireSamePictures), count: 6, print: Print);

    private static void RequireOfEach(RandomModel[] models, Action<TestModel> requirement)
    {
        using var compiled = CompiledModels.Of(models, out TestModel[] tests);
        foreach (TestModel test in tests)
        {
            requirement(test);
            using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
            using DrawSession session = model.CreateSession();
            Assert.Equal(new DrawLayout(test.Shape, test.Precision).Weights.Words * sizeof(float), model.MemorySize);
            Assert.Equal(new DrawLayout(test.Shape, test.Precision).SessionFloats * sizeof(float), session.MemorySize);
        }
    }

    private static void RequireAgreement(TestModel test)
    {
        float[] image = Images.Noise(test.Shape, seed: 1);
        Trace expected = new ReferenceEngine().Trace(test, test.Weights, image, Seed, index: 3);
        Trace actual = new GeneratedEngine().Trace(test, test.Weights, image, Seed, index: 3);
        actual.RequireCloseTo(expected, test.Name);
    }

    private static void RequireSamePictures(TestModel test)
    {
        const int Count = 10; // a whole tile, and one that is not
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();
        int pixels = test.Shape.PixelCount;
        float[] batch = new float[Count * pixels], alone = new float[pixels], stepped = new float[pixels];
        session.SampleBatch(Seed, first: 0, batch);
        Assert.All(batch, pixel => Assert.InRange(pixel, 0, 1));
        for (int k = 0; k < Count; k++)
        {
            session.Sample(Seed, (ulong)k, alone);
            Assert.Equal(batch[(k * pixels)..((k + 1) * pixels)], alone);
        }

        session.Begin(Seed, Count - 1);
        while (session.Step())
        {
        }

        session.CopyPicture(stepped);
        Assert.Equal(alone, stepped);

        var scores = new Score[Count];
        session.ScoreBatch(batch, Seed, first: 0, scores);
        for (int k = 0; k < Count; k++)
        {
            Score score = session.Score(batch.AsSpan(k * pixels, pixels), Seed, (ulong)k);
            Assert.True(double.IsFinite(score.Nats));
            Assert.Equal(score, scores[k]);
        }
    }

    private static string Print(RandomModel[] models) => string.Join('\n', models.AsEnumerable());
}
