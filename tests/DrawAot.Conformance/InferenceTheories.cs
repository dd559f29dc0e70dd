using System.Globalization;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Two engines make the same of an image: canvas, posteriors and losses.</summary>
public abstract class InferenceTheories(IEncodingEngine engine, IEncodingEngine baseline)
{
    private const double Tolerance = 1e-4;

    /// <summary>Every model with a few images.</summary>
    public static TheoryData<string, ulong> Images()
    {
        var images = new TheoryData<string, ulong>();
        foreach (string model in ModelsUnderTest.Names)
        {
            images.Add(model, 0);
            images.Add(model, 1);
            images.Add(model, 2);
        }

        return images;
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Both_engines_infer_the_same_within_1e_4_of_the_largest_value(string name, ulong seed)
    {
        TestModel model = ModelsUnderTest.Named(name);
        float[] image = Image(model.Shape, seed);
        float[][] noise = Latents.Of(model.Shape, seed, index: 1);
        Encoding expected = baseline.Encode(model.Shape, model.Weights, image, noise);
        Encoding actual = engine.Encode(model.Shape, model.Weights, image, noise);

        AssertClose("the canvas", expected.Canvas, actual.Canvas);
        AssertClose("μ", expected.Mean, actual.Mean);
        AssertClose("log σ", expected.LogSigma, actual.LogSigma);
        AssertClose("L_x", [expected.ReconstructionLoss], [actual.ReconstructionLoss]);
        AssertClose("L_z", [expected.LatentLoss], [actual.LatentLoss]);
    }

    /// <summary>An image of noise: half its pixels black or white, the other half grey.</summary>
    private static float[] Image(DrawShape shape, ulong seed)
    {
        float[] image = new float[shape.PixelCount];
        Normals.Fill(seed, index: 0, stream: 0, image);
        return [.. image.Select(value => Math.Clamp(0.5f + 0.75f * value, 0, 1))];
    }

    private static void AssertClose(string what, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / expected.Max(Math.Abs);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {worst:g3}"));
        Assert.True(worst <= Tolerance, $"{what} is off by {worst:g3} of its largest value.");
    }
}
