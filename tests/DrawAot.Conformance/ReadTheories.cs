using DrawAot.Manifest;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Reads have the place and the weights that the paper's equations 3, 4, 17 and 27 state.</summary>
public abstract class ReadTheories(IEncodingEngine engine)
{
    /// <summary>
    /// The encoder passes on the first value read of x and the first read of x̂, and μ is what it puts out. Of a white
    /// image on an empty canvas filters that sum to 1 see γ·1 and γ·(1 − σ(0)).
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.25)]
    [InlineData(1.5)]
    public void A_read_is_multiplied_by_gamma_and_sees_the_image_before_its_error(double gamma)
    {
        DrawShape shape = Aligned.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights["read.window.bias"] = new WindowParameters { Stride = 0.2, Gamma = gamma }.ToBias();
        Encoding encoding = Encode(Aligned.Test, weights, Enumerable.Repeat(1f, shape.PixelCount));

        Assert.Equal(Math.Tanh(Math.Tanh(gamma)), encoding.Mean[0], 1e-5);
        Assert.Equal(Math.Tanh(Math.Tanh(gamma / 2)), encoding.Mean[1], 1e-5);
    }

    [Fact]
    public void Without_attention_it_sees_the_pixels_themselves()
    {
        DrawShape shape = Wide.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights["canvas.initial"].AsSpan().Fill(1);
        Encoding encoding = Encode(Wide.Test, weights, Enumerable.Range(0, shape.PixelCount).Select(pixel => pixel == 0 ? 0.75f : 0));

        Assert.Equal(Math.Tanh(Math.Tanh(0.75)), encoding.Mean[0], 1e-5);
        Assert.Equal(Math.Tanh(Math.Tanh(0.75 - 1 / (1 + Math.Exp(-1)))), encoding.Mean[1], 1e-5);
    }

    /// <summary>
    /// One white pixel, seen by the first of 4×4 filters: the product of two normalised Gaussians, which falls off
    /// from where the window's upper left corner is, at (7.5, 15.5) − 1.5·δ with δ = 31/3·δ̃ = 2.
    /// </summary>
    [Theory]
    [InlineData(12, 4, 1)]
    [InlineData(13, 5, 1)]
    [InlineData(14, 7, 1)]
    [InlineData(13, 5, 4)]
    [InlineData(16, 9, 4)]
    public void The_first_filter_looks_at_the_upper_left_corner_of_the_window(int b, int a, double variance)
    {
        DrawShape shape = Aligned.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights["read.window.bias"] = new WindowParameters { Stride = 6.0 / 31, Variance = variance }.ToBias();
        Encoding encoding = Encode(Aligned.Test, weights, OneWhitePixel(shape, b, a));

        double fy = Gaussian(b - 12.5) / Enumerable.Range(0, shape.Height).Sum(row => Gaussian(row - 12.5));
        double fx = Gaussian(a - 4.5) / Enumerable.Range(0, shape.Width).Sum(column => Gaussian(column - 4.5));
        Assert.Equal(Math.Tanh(Math.Tanh(fy * fx)), encoding.Mean[0], 1e-6);

        double Gaussian(double distance) => Math.Exp(-distance * distance / (2 * variance));
    }

    [Fact]
    public void Reading_does_not_look_at_the_window_for_writing()
    {
        DrawShape shape = Aligned.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights["read.window.bias"] = new WindowParameters { Stride = 0.2 }.ToBias();
        double[] before = Encode(Aligned.Test, weights, OneWhitePixel(shape, b: 13, a: 5)).Mean;

        weights["write.window.bias"] = new WindowParameters { X = 0.5, Y = 0.5, Variance = 5, Stride = 2, Gamma = 3 }.ToBias();
        double[] after = Encode(Aligned.Test, weights, OneWhitePixel(shape, b: 13, a: 5)).Mean;

        Assert.NotEqual(0, before[0]);
        Assert.Equal(before, after);
    }

    private static IEnumerable<float> OneWhitePixel(DrawShape shape, int b, int a) =>
        Enumerable.Range(0, shape.PixelCount).Select(pixel => pixel == b * shape.Width + a ? 1f : 0);

    private Encoding Encode(TestModel model, Dictionary<string, float[]> weights, IEnumerable<float> image)
    {
        weights.PassThrough("encoder", 0, model.Shape.ReadSize / 2);
        weights.Copy("latent.mean", 2);
        return engine.Encode(model, weights, [.. image], seed: 0, index: 0);
    }
}
