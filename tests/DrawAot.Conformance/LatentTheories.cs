using DrawAot.Manifest;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Every glimpse draws from latents of its own, and through the gates in their order.</summary>
public abstract class LatentTheories(IDrawingEngine engine)
{
    /// <summary>
    /// The decoder passes z on and forgets, and the patch is its output: pixel k of the canvas is Σₜ tanh(tanh(zₜ[k])).
    /// Latents drawn once and used at every glimpse would give T times the first term.
    /// </summary>
    [Fact]
    public void The_canvas_sums_the_writes_of_all_glimpses_each_from_its_own_latents()
    {
        DrawShape shape = Whole.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights.PassThrough("decoder", [.. Enumerable.Range(0, shape.Latent)]);
        weights.Copy("write.patch", shape.Latent);
        float[] picture = engine.Draw(Whole.Test, weights, seed: 5, index: 6);

        float[][] latents = Latents.Of(shape, seed: 5, index: 6);
        for (int k = 0; k < shape.Latent; k++)
        {
            double canvas = latents.Sum(z => Math.Tanh(Math.Tanh(z[k])));
            Assert.Equal(1 / (1 + Math.Exp(-canvas)), picture[k], 1e-5);
        }
    }

    [Fact]
    public void The_canvas_starts_as_the_learned_one_and_keeps_what_nobody_writes_on()
    {
        DrawShape shape = Wide.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights["canvas.initial"] = [.. Enumerable.Range(0, shape.PixelCount).Select(pixel => pixel / 100f - 1)];
        float[] picture = engine.Draw(Wide.Test, weights, seed: 0, index: 0);

        Assert.All(picture, (p, pixel) => Assert.Equal(1 / (1 + Math.Exp(1 - pixel / 100.0)), p, 1e-6));
    }

    /// <summary>h₀ reaches the first glimpse alone: with the gate f closed and no z, h₁ = tanh(tanh(h₀)), and so on.</summary>
    [Fact]
    public void The_decoder_starts_from_its_learned_state()
    {
        DrawShape shape = Whole.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights.PassThrough("decoder");
        weights["decoder.h0"][0] = 0.7f;
        weights["decoder.weight_hh"][2 * shape.DecoderHidden * shape.DecoderHidden] = 1;
        weights.Copy("write.patch", 1);
        float[] picture = engine.Draw(Whole.Test, weights, seed: 0, index: 0);

        double h = 0.7f, canvas = 0;
        for (int t = 0; t < shape.Glimpses; t++)
        {
            h = Math.Tanh(Math.Tanh(h));
            canvas += h;
        }

        Assert.Equal(1 / (1 + Math.Exp(-canvas)), picture[0], 1e-5);
    }

    /// <summary>A sample does not use the encoder; a reconstruction does.</summary>
    [Theory]
    [InlineData(nameof(Digits))]
    [InlineData(nameof(Wide))]
    [InlineData(nameof(Whole))]
    public void A_sample_is_drawn_without_the_encoder(string name)
    {
        TestModel model = ModelsUnderTest.Named(name);
        float[] before = engine.Draw(model, model.Weights, seed: 7, index: 8);

        Dictionary<string, float[]> blind = model.Weights.ToDictionary(
            tensor => tensor.Key, tensor => IsForEncoding(tensor.Key) ? new float[tensor.Value.Length] : tensor.Value);
        float[] after = engine.Draw(model, blind, seed: 7, index: 8);

        Assert.Equal(before, after);

        static bool IsForEncoding(string tensor) => tensor.Split('.')[0] is "encoder" or "latent" or "read";
    }
}
