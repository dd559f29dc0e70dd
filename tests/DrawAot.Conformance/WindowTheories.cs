using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>The window stands where the paper's equations 19 to 24 put it.</summary>
public abstract class WindowTheories(IDrawingEngine engine)
{
    private const double Pixels = 1e-3;

    private readonly StillLife _stillLife = new(engine);

    [Fact]
    public void A_window_at_0_is_centred_on_13_5_of_28_pixels()
    {
        WrittenCanvas canvas = _stillLife.WriteAll(Digits.Test, new WindowParameters { Stride = 0.3 });

        Assert.Equal(13.5, canvas.CentreX, Pixels);
        Assert.Equal(13.5, canvas.CentreY, Pixels);
    }

    [Theory]
    [InlineData(nameof(Digits))]
    [InlineData(nameof(Seventeen))]
    [InlineData(nameof(Aligned))]
    [InlineData(nameof(Wide))]
    [InlineData(nameof(Tall))]
    [InlineData(nameof(Dot))]
    public void A_window_at_0_is_symmetric_about_the_middle_of_the_image(string name)
    {
        WrittenCanvas canvas = _stillLife.WriteAll(ModelsUnderTest.Named(name), new WindowParameters { Stride = 0.3 });

        Assert.True(canvas.Asymmetry < 1e-5, $"The canvas and its mirror image differ by {canvas.Asymmetry:g3}.");
    }

    [Theory]
    [InlineData(nameof(Digits), 0.25, -0.25)]
    [InlineData(nameof(Digits), -0.5, 0.5)]
    [InlineData(nameof(Aligned), 0.1, 0.5)]
    public void The_centre_is_g_minus_1_in_pixels_counted_from_0(string name, double x, double y)
    {
        TestModel model = ModelsUnderTest.Named(name);
        WrittenCanvas canvas = _stillLife.WriteAll(model, new WindowParameters { X = x, Y = y, Stride = 0.1 });

        Assert.Equal((model.Shape.Width + 1) / 2.0 * (x + 1) - 1, canvas.CentreX, Pixels);
        Assert.Equal((model.Shape.Height + 1) / 2.0 * (y + 1) - 1, canvas.CentreY, Pixels);
    }

    /// <summary>Of an odd number of filters the middle one sits on the centre; of an even number none does.</summary>
    [Theory]
    [InlineData(nameof(Digits), 5, 0.3)]
    [InlineData(nameof(Aligned), 4, 0.1)]
    public void Filter_i_counted_from_0_sits_i_minus_half_of_N_minus_1_strides_from_the_centre(
        string name, int filters, double stride)
    {
        TestModel model = ModelsUnderTest.Named(name);
        double delta = (Math.Max(model.Shape.Width, model.Shape.Height) - 1.0) / (filters - 1) * stride;
        for (int k = 0; k < filters; k++)
        {
            // Another filter along each axis, so that rows and columns cannot be mistaken for each other.
            (int i, int j) = (k, filters - 1 - k);
            WrittenCanvas canvas = _stillLife.WriteOne(model, new WindowParameters { Stride = stride }, i, j);

            Assert.Equal((model.Shape.Width - 1) / 2.0 + (j - filters / 2.0 + 0.5) * delta, canvas.CentreX, Pixels);
            Assert.Equal((model.Shape.Height - 1) / 2.0 + (i - filters / 2.0 + 0.5) * delta, canvas.CentreY, Pixels);
        }
    }

    [Fact]
    public void The_stride_is_measured_in_the_longer_side()
    {
        // 19×5 pixels, four filters: δ = 18/3·δ̃ = 1.2.
        for (int j = 0; j < 4; j++)
        {
            WrittenCanvas canvas = _stillLife.WriteOne(Wide.Test, new WindowParameters { Stride = 0.2 }, i: 0, j);

            Assert.Equal(9 + (j - 1.5) * 1.2, canvas.CentreX, Pixels);
        }
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1)]
    [InlineData(1000)]
    public void A_single_filter_sits_on_the_centre_whatever_the_stride(double stride)
    {
        // 21 pixels high, g̃Y = 2/11: the centre is 11·(13/11) − 1 = 12.
        WrittenCanvas canvas = _stillLife.WriteAll(Tall.Test, new WindowParameters { Y = 2.0 / 11, Stride = stride });

        Assert.Equal(2.5, canvas.CentreX, Pixels);
        Assert.Equal(12, canvas.CentreY, Pixels);
    }

    [Fact]
    public void Writing_does_not_look_at_the_window_for_reading()
    {
        Dictionary<string, float[]> weights = CraftedWeights.Zero(Digits.Test.Shape);
        weights["write.window.bias"] = new WindowParameters().ToBias();
        weights["write.patch.bias"].AsSpan().Fill(0.1f);
        float[] before = engine.Draw(Digits.Test, weights, seed: 0, index: 0);

        weights["read.window.bias"] = new WindowParameters { X = 0.5, Y = -0.5, Variance = 3, Stride = 2, Gamma = 5 }.ToBias();
        float[] after = engine.Draw(Digits.Test, weights, seed: 0, index: 0);

        Assert.Equal(before, after);
    }
}
