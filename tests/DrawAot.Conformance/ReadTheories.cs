using DrawAot.Manifest;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Reading looks where, and weighs what it sees as, the paper's equations 3, 4, 17 and 27 say.</summary>
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
        Encoding encoding = Encode(shape, weights, Enumerable.Repeat(1f, shape.PixelCount));

        Assert.Equal(Math.Tanh(Math.Tanh(gamma)), encoding.Mean[0], 1e-5);
        Assert.Equal(Math.Tanh(Math.Tanh(gamma / 2)), encoding.Mean[1], 1e-5);
    }

    [Fact]
    public void Without_attention_it_sees_the_pixels_themselves()
    {
        DrawShape shape = Wide.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights["canvas.initial"].AsSpan().Fill(1);
        Encoding encoding = Encode(shape, weights, Enumerable.Range(0, shape.PixelCount).Select(pixel => pixel == 0 ? 0.75f : 0));

        Assert.Equal(Math.Tanh(Math.Tanh(0.75)), encoding.Mean[0], 1e-5);
        Assert.Equal(Math.Tanh(Math.Tanh(0.75 - 1 / (1 + Math.Exp(-1)))), encoding.Mean[1], 1e-5);
    }

    /// <summary>
    /// One white pixel, seen by the first of 4×4 filters: the product of two normalised Gaussians, which falls off
    /// from where the window's upper left corner is, at (7.5, 15.5) − 1.5·δ with δ = 31/3·δ̃ = 2.
    /// </summary>
    [Theory]
    [InlineData(12, 4)]
    [InlineData(13, 5)]
    [InlineData(14, 7)]
    public void The_first_filter_looks_at_the_upper_left_corner_of_the_window(int b, int a)
    {
        DrawShape shape = Aligned.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights["read.window.bias"] = new WindowParameters { Stride = 6.0 / 31 }.ToBias();
        weights["write.window.bias"] = new WindowParameters { X = 0.5, Y = 0.5, Variance = 5 }.ToBias();
        int white = b * shape.Width + a;
        Encoding encoding = Encode(shape, weights, Enumerable.Range(0, shape.PixelCount).Select(pixel => pixel == white ? 1f : 0));

        double fy = Gaussian(b - 12.5) / Enumerable.Range(0, shape.Height).Sum(row => Gaussian(row - 12.5));
        double fx = Gaussian(a - 4.5) / Enumerable.Range(0, shape.Width).Sum(column => Gaussian(column - 4.5));
        Assert.Equal(Math.Tanh(Math.Tanh(fy * fx)), encoding.Mean[0], 1e-6);

        static double Gaussian(double distance) => Math.Exp(-distance * distance / 2);
    }

    private Encoding Encode(DrawShape shape, Dictionary<string, float[]> weights, IEnumerable<float> image)
    {
        weights.PassThrough("encoder", 0, shape.ReadSize / 2);
        weights.Copy("latent.mean", 2);
        return engine.Encode(shape, weights, [.. image], Latents.Of(shape, seed: 0, index: 0));
    }
}
