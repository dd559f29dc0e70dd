using DrawAot.Conformance;
using DrawAot.Numerics;
using DrawAot.Reference;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>A session's bounds on −log p(x) agree with their definitions in double precision.</summary>
public class ScoreTests
{
    internal const ulong Seed = 11, Index = 5;
    internal const double Tolerance = 1e-4;

    /// <summary>Streams of noise from one sample of an image to the next: the most glimpses that there may be.</summary>
    private const uint StreamsPerSample = 65536;

    public static TheoryData<string> Models() => [.. ModelsUnderTest.Names];

    public static TheoryData<string, int> Samples()
    {
        var samples = new TheoryData<string, int>();
        foreach (string model in ModelsUnderTest.Names)
        {
            samples.Add(model, 1);
            samples.Add(model, 5);
        }

        return samples;
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_score_is_that_of_the_reference_within_1e_4(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        float[] x = Images.DrawnBy(test, seed: 2);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();

        Score score = session.Score(x, Seed, Index);

        Inference expected = ReferenceEngine.Infer(test, test.Weights, x, Latents.NoiseOf(test.Shape, Seed, Index));
        Assert.Equal(expected.ReconstructionLoss, score.Reconstruction, Tolerance * expected.ReconstructionLoss);
        Assert.Equal(expected.LatentLoss, score.Divergence, Tolerance * expected.LatentLoss);
        Assert.Equal(score.Reconstruction + score.Divergence, score.Nats);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void An_importance_weighted_score_is_that_of_its_definition_within_1e_4(string name, int samples)
    {
        TestModel test = ModelsUnderTest.Named(name);
        float[] x = Images.DrawnBy(test, seed: 2);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();

        double nats = session.ScoreImportanceWeighted(x, samples, Seed, Index);

        double expected = ImportanceWeighted(test, x, samples);
        Assert.Equal(expected, nats, Tolerance * Math.Abs(expected));
    }

    /// <summary>More samples bring the bound closer to −log p(x), which lies below it.</summary>
    [Theory]
    [InlineData(nameof(Seven))]
    [InlineData(nameof(Whole))]
    [InlineData(nameof(Tall))]
    public void An_importance_weighted_score_falls_on_average_with_the_number_of_samples(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();
        double[] means = [.. ((int[])[1, 5, 25]).Select(samples => Enumerable.Range(0, 40).Average(
            index => session.ScoreImportanceWeighted(Images.Noise(test.Shape, (ulong)index), samples, Seed, (ulong)index)))];

        Assert.True(means[0] > means[1] && means[1] > means[2], $"The bounds with 1, 5 and 25 samples are {string.Join(", ", means)}.");
    }

    /// <summary>The definition: −log (1/k) Σ p(x | z)·p(z) / q(z | x), each z from q with noise of its own.</summary>
    internal static double ImportanceWeighted(TestModel test, float[] x, int samples)
    {
        double[] weights = [.. Enumerable.Range(0, samples).Select(sample => LogWeight(test, x, (uint)sample))];

        // Logarithms of numbers that no double holds, relative to the largest of them.
        double largest = weights.Max();
        return -(largest + Math.Log(weights.Average(weight => Math.Exp(weight - largest))));
    }

    private static double LogWeight(TestModel test, float[] x, uint sample)
    {
        float[][] noise = new float[test.Shape.Glimpses][];
        for (int t = 0; t < noise.Length; t++)
        {
            noise[t] = new float[test.Shape.Latent];
            Normals.Fill(Seed, Index, Normals.PosteriorStream + sample * StreamsPerSample + (uint)t, noise[t]);
        }

        Inference inference = ReferenceEngine.Infer(test, test.Weights, x, noise);
        double logWeight = -inference.ReconstructionLoss;
        foreach ((EncodedGlimpse encoded, DecodedGlimpse decoded) in inference.Encoded.Zip(inference.Decoded))
        {
            for (int k = 0; k < test.Shape.Latent; k++)
            {
                logWeight += LogNormal(decoded.Z[k], mean: 0, sigma: 1) - LogNormal(decoded.Z[k], encoded.Mean[k], encoded.Sigma[k]);
            }
        }

        return logWeight;
    }

    /// <summary>log N(z; μ, σ²).</summary>
    private static double LogNormal(double z, double mean, double sigma) =>
        -Math.Log(2 * Math.PI) / 2 - Math.Log(sigma) - (z - mean) * (z - mean) / (2 * sigma * sigma);
}
