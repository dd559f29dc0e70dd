using DrawAot.Conformance;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>A batch whose images have noise indices of their own gives each the bits that it has alone.</summary>
public class NoiseIndexTests
{
    private const ulong Seed = 5;

    private static readonly ulong[] Indices = [7, 7, ulong.MaxValue, 0, 3, 1UL << 40, 8, 2];

    public static TheoryData<string> Models() => [.. ModelsUnderTest.AllNames];

    [Theory]
    [MemberData(nameof(Models))]
    public void Scores_and_reconstructions_are_those_of_each_image_alone(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();
        int pixels = test.Shape.PixelCount;
        float[] images = [.. Indices.SelectMany((_, k) => Images.Noise(test.Shape, seed: (ulong)k))];
        var scores = new Score[Indices.Length];
        float[] reconstructions = new float[images.Length], alone = new float[pixels];
        session.ScoreBatch(images, Seed, Indices, scores);
        session.ReconstructBatch(images, Seed, Indices, reconstructions);

        for (int k = 0; k < Indices.Length; k++)
        {
            ReadOnlySpan<float> image = images.AsSpan(k * pixels, pixels);
            Assert.Equal(session.Score(image, Seed, Indices[k]), scores[k]);
            session.Reconstruct(image, Seed, Indices[k], alone);
            Assert.Equal(alone, reconstructions[(k * pixels)..((k + 1) * pixels)]);
        }
    }

    [Fact]
    public void Another_number_of_indices_is_refused()
    {
        TestModel test = ModelsUnderTest.Named("Seven");
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();
        float[] images = [.. Images.Noise(test.Shape, seed: 1), .. Images.Noise(test.Shape, seed: 2)];

        Assert.Throws<ArgumentException>(() => session.ScoreBatch(images, Seed, [1], new Score[2]));
        Assert.Throws<ArgumentException>(() => session.ReconstructBatch(images, Seed, [1, 2, 3], new float[images.Length]));
    }
}
