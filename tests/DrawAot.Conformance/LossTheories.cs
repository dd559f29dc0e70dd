using DrawAot.Manifest;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>The losses have the values that follow from the paper's equations 9 to 11, in nats.</summary>
public abstract class LossTheories(IEncodingEngine engine)
{
    public static TheoryData<string> Models() => [.. ModelsUnderTest.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_posterior_that_is_the_prior_costs_nothing(string name)
    {
        Assert.Equal(0, Encode(name, mean: 0, sigma: 1).LatentLoss);
    }

    /// <summary>½·(1 + 4 − ln 4 − 1) and so on, the −1 once for every glimpse and dimension.</summary>
    [Theory]
    [InlineData(nameof(Dot), 1, 2)]
    [InlineData(nameof(Wide), 1, 2)]
    [InlineData(nameof(Patient), 1, 2)]
    [InlineData(nameof(Patient), -0.5, 0.1)]
    [InlineData(nameof(Digits), 0, 0.5)]
    public void The_latent_loss_counts_every_glimpse_and_every_dimension(string name, double mean, double sigma)
    {
        DrawShape shape = ModelsUnderTest.Named(name).Shape;
        double one = 0.5 * (mean * mean + sigma * sigma - Math.Log(sigma * sigma) - 1);
        double expected = shape.Glimpses * shape.Latent * one;

        Assert.Equal(expected, Encode(name, mean, sigma).LatentLoss, 1e-5 * expected);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void An_even_chance_costs_ln_2_a_pixel_whatever_the_image(string name)
    {
        double expected = ModelsUnderTest.Named(name).Shape.PixelCount * Math.Log(2);

        Assert.Equal(expected, Encode(name).ReconstructionLoss, 1e-5 * expected);
    }

    /// <summary>
    /// log(1 + e) − x of a canvas of 1. An engine that rounded grey targets would report the figure of binary
    /// ones.
    /// </summary>
    [Theory]
    [InlineData(0.25f)]
    [InlineData(0.5f)]
    [InlineData(0.75f)]
    public void A_grey_pixel_is_charged_as_grey(float pixel)
    {
        double expected = Wide.Test.Shape.PixelCount * (Math.Log(1 + Math.E) - pixel);

        Assert.Equal(expected, Encode(nameof(Wide), canvas: 1, pixel: pixel).ReconstructionLoss, 1e-5 * expected);
    }

    /// <summary>
    /// A canvas of 300 is wrong with a probability of e^−300, which no float holds: log(p + eps) would stop at log eps.
    /// </summary>
    [Theory]
    [InlineData(300, 0)]
    [InlineData(-300, 1)]
    public void A_certain_mistake_costs_its_logit(float logit, float pixel)
    {
        DrawShape shape = Wide.Test.Shape;
        Encoding encoding = Encode(nameof(Wide), canvas: logit, pixel: pixel);

        Assert.Equal(300 * shape.PixelCount, encoding.ReconstructionLoss, 1.0);
        Assert.Equal(0, Encode(nameof(Wide), canvas: logit, pixel: 1 - pixel).ReconstructionLoss, 1e-9);
    }

    private Encoding Encode(string name, double mean = 0, double sigma = 1, float canvas = 0, float pixel = 0.25f)
    {
        TestModel model = ModelsUnderTest.Named(name);
        Dictionary<string, float[]> weights = CraftedWeights.Zero(model.Shape);
        weights["latent.mean.bias"].AsSpan().Fill((float)mean);
        weights["latent.log_sigma.bias"].AsSpan().Fill((float)Math.Log(sigma));
        weights["canvas.initial"].AsSpan().Fill(canvas);
        float[] image = new float[model.Shape.PixelCount];
        image.AsSpan().Fill(pixel);
        return engine.Encode(model, weights, image, seed: 3, index: 4);
    }
}
