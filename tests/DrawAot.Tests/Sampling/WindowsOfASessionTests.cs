using DrawAot.Conformance;
using DrawAot.Reference;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>A session reports its read and write windows in pixels from 0, or null without attention.</summary>
public class WindowsOfASessionTests
{
    private const ulong Seed = 3, Index = 4;

    public static TheoryData<string> Models() => [.. ModelsUnderTest.Names];

    /// <summary>The paper, and the reference with it, counts pixels from 1.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Windows_are_those_of_the_reference_at_every_glimpse(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        float[] x = Images.Noise(test.Shape, seed: 1);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();
        session.BeginReconstruction(x, Seed, Index);

        Inference expected = ReferenceEngine.Infer(test, test.Weights, x, Latents.NoiseOf(test.Shape, Seed, Index));
        for (int t = 0; t < test.Shape.Glimpses; t++)
        {
            session.Step();
            RequireEqual(expected.Encoded[t].Window, session.ReadWindow);
            RequireEqual(expected.Decoded[t].Window, session.WriteWindow);
        }
    }

    [Fact]
    public void Windows_are_null_before_the_first_glimpse()
    {
        using IDrawModel model = GeneratedEngine.Load(Seven.Test, Seven.Test.Weights);
        using DrawSession session = model.CreateSession();
        RequireWindows(session, reads: false, writes: false);

        session.BeginReconstruction(Images.Noise(model.Shape, seed: 1));
        RequireWindows(session, reads: false, writes: false);

        session.Step();
        RequireWindows(session, reads: true, writes: true);

        session.Begin(Seed, Index);
        RequireWindows(session, reads: false, writes: false);
    }

    [Fact]
    public void The_read_window_is_null_without_an_image()
    {
        using IDrawModel model = GeneratedEngine.Load(Seven.Test, Seven.Test.Weights);
        using DrawSession session = model.CreateSession();
        session.Reconstruct(Images.Noise(model.Shape, seed: 1), new float[Seven.PixelCount]);
        RequireWindows(session, reads: true, writes: true);

        session.Sample(Seed, Index, new float[Seven.PixelCount]);
        RequireWindows(session, reads: false, writes: true);

        session.Begin();
        session.Step(new float[Seven.Latent]);
        RequireWindows(session, reads: false, writes: true);
    }

    [Theory]
    [InlineData(nameof(Seven), true, true)]
    [InlineData(nameof(Whole), true, false)]
    [InlineData(nameof(Wide), false, true)]
    [InlineData(nameof(Plain), false, false)]
    public void Windows_are_null_without_attention(string name, bool reads, bool writes)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();
        session.Score(Images.Noise(test.Shape, seed: 1), Seed, Index);

        RequireWindows(session, reads, writes);
    }

    private static void RequireWindows(DrawSession session, bool reads, bool writes) =>
        Assert.Equal((reads, writes), (session.ReadWindow is not null, session.WriteWindow is not null));

    private static void RequireEqual(Window? expected, AttentionWindow? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is not null && actual is AttentionWindow window)
        {
            RequireEqual("the column", expected.GX - 1, window.CentreX);
            RequireEqual("the row", expected.GY - 1, window.CentreY);
            RequireEqual("the stride", expected.Delta, window.Stride);
            RequireEqual("the variance", expected.Variance, window.Variance);
            RequireEqual("the standard deviation", Math.Sqrt(expected.Variance), window.Sigma);
            RequireEqual("the intensity", expected.Gamma, window.Intensity);
        }
    }

    private static void RequireEqual(string what, double expected, double actual)
    {
        Deviation deviation = Deviation.Worst(what, [expected], [actual])!;
        Assert.True(deviation.IsAllowed, deviation.ToString());
    }
}
