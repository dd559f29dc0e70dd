using System.Globalization;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Two engines compute the same canvas, posteriors and losses from an image.</summary>
public abstract class InferenceTheories(IEncodingEngine engine, IEncodingEngine baseline)
{
    private const double Tolerance = 1e-4;

    /// <summary>Every model with a few images.</summary>
    public static TheoryData<string, ulong> Seeds()
    {
        var seeds = new TheoryData<string, ulong>();
        foreach (string model in ModelsUnderTest.Names)
        {
            seeds.Add(model, 0);
            seeds.Add(model, 1);
            seeds.Add(model, ulong.MaxValue);
        }

        return seeds;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_engines_infer_the_same_within_1e_4_of_the_largest_value(string name, ulong seed)
    {
        TestModel model = ModelsUnderTest.Named(name);
        float[] image = Images.Noise(model.Shape, seed);
        Encoding expected = baseline.Encode(model, model.Weights, image, seed, index: 1);
        Encoding actual = engine.Encode(model, model.Weights, image, seed, index: 1);

        AssertClose("the canvas", expected.Canvas, actual.Canvas);
        AssertClose("μ", expected.Mean, actual.Mean);
        AssertClose("log σ", expected.LogSigma, actual.LogSigma);
        AssertClose("L_x", [expected.ReconstructionLoss], [actual.ReconstructionLoss]);
        AssertClose("L_z", [expected.LatentLoss], [actual.LatentLoss]);
    }

    private static void AssertClose(string what, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / expected.Max(Math.Abs);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {worst:g3}"));
        Assert.True(worst <= Tolerance, $"{what} is off by {worst:g3} of its largest value.");
    }
}
