using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Filters have the width and the sum, and writes the intensity, of the paper's equations 25, 26 and 29.</summary>
public abstract class FilterTheories(IDrawingEngine engine)
{
    private const int Middle = 2; // of the five filters of Digits

    private readonly StillLife _stillLife = new(engine);

    /// <summary>exp(−(a − μ)² / 2σ²); the square in the wrong place would give 2σ⁴.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_filter_is_a_Gaussian_of_variance_sigma_squared(double variance)
    {
        WrittenCanvas canvas = _stillLife.WriteOne(Digits.Test, new WindowParameters { Variance = variance }, Middle, Middle);

        Assert.Equal(variance, canvas.VarianceX, 0.01);
        Assert.Equal(variance, canvas.VarianceY, 0.01);
        Assert.Equal(Math.Exp((0.5 * 0.5 - 1.5 * 1.5) / (2 * variance)), canvas[13, 15] / canvas[13, 13], 1e-4);
    }

    [Theory]
    [InlineData(0.5, 0, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(9, 0, 0)]
    [InlineData(1, 0.9, -0.9)]
    [InlineData(4, 1.1, 1.1)]
    public void A_filter_sums_to_1_over_the_pixels_that_there_are(double variance, double x, double y)
    {
        WindowParameters window = new() { X = x, Y = y, Variance = variance };
        WrittenCanvas canvas = _stillLife.WriteOne(Digits.Test, window, Middle, Middle);

        Assert.Equal(StillLife.Mass, canvas.Mass, 1e-3 * StillLife.Mass);
    }

    /// <summary>A filter whose sum is less than 1e-8 is divided by 1e-8, so it fades with its distance.</summary>
    [Fact]
    public void A_filter_that_sees_almost_no_pixel_fades()
    {
        const double Beyond = 6.4; // pixels from the last column
        double g = 27 + Beyond + 1;
        WrittenCanvas canvas = _stillLife.WriteOne(Digits.Test, new WindowParameters { X = g / 14.5 - 1 }, Middle, Middle);

        double sum = Enumerable.Range(0, 28).Sum(a => Math.Exp(-Math.Pow(27 + Beyond - a, 2) / 2));
        Assert.InRange(sum, 1e-9, 5e-9);
        Assert.Equal(StillLife.Mass * sum / 1e-8, canvas.Mass, 1e-3);
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(-100, 1)]
    [InlineData(2, 1e-3)]
    [InlineData(3e4, 1e-30)]
    public void A_window_far_outside_writes_nothing(double place, double variance)
    {
        WrittenCanvas canvas = _stillLife.WriteAll(Digits.Test, new WindowParameters { X = place, Y = place, Variance = variance });

        Assert.Equal(0, canvas.Mass);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(10)]
    public void A_write_is_divided_by_gamma(double gamma)
    {
        WrittenCanvas canvas = _stillLife.WriteOne(Digits.Test, new WindowParameters { Variance = 4, Gamma = gamma }, Middle, Middle);

        Assert.Equal(StillLife.Mass / gamma, canvas.Mass, 1e-3 * StillLife.Mass / gamma);
    }

    [Theory]
    [InlineData(nameof(Wide))]
    [InlineData(nameof(Tall))]
    public void Every_channel_is_written_with_the_same_filters(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        Dictionary<string, float[]> weights = CraftedWeights.Zero(model.Shape);
        weights["write.window.bias"] = new WindowParameters { Y = 0.3 }.ToBias();
        weights["write.patch.bias"].AsSpan().Fill(0.5f);
        float[] picture = engine.Draw(model, weights, seed: 0, index: 0);

        float[][] channels = [.. picture.Chunk(model.Shape.Width * model.Shape.Height)];
        Assert.Equal(model.Shape.Channels, channels.Length);
        Assert.All(channels, channel => Assert.Equal(channels[0], channel));
        Assert.Contains(channels[0], p => p > 0.55f);
    }
}
