using DrawAot.Manifest;
using DrawAot.TestModels;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Every glimpse draws from its own posterior, with noise of its own (the paper's equation 6).</summary>
public abstract class PosteriorTheories(IEncodingEngine engine)
{
    /// <summary>
    /// The decoder passes z on and forgets, and the patch is its output: pixel k of the canvas is Σₜ tanh(tanh(μ + σ·εₜ[k])).
    /// An ε drawn once and used at every glimpse would give T times the first term.
    /// </summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.25)]
    [InlineData(-1, 2)]
    public void The_canvas_sums_the_writes_of_all_glimpses_each_from_its_own_noise(double mean, double sigma)
    {
        DrawShape shape = Whole.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights["latent.mean.bias"].AsSpan().Fill((float)mean);
        weights["latent.log_sigma.bias"].AsSpan().Fill((float)Math.Log(sigma));
        weights.PassThrough("decoder", [.. Enumerable.Range(0, shape.Latent)]);
        weights.Copy("write.patch", shape.Latent);
        Encoding encoding = engine.Encode(Whole.Test, weights, Images.Noise(shape, seed: 1), seed: 5, index: 6);

        float[][] noise = Latents.NoiseOf(shape, seed: 5, index: 6);
        for (int k = 0; k < shape.Latent; k++)
        {
            double canvas = noise.Sum(epsilon => Math.Tanh(Math.Tanh(mean + sigma * epsilon[k])));
            Assert.Equal(canvas, encoding.Canvas[k], 1e-5);
        }
    }

    /// <summary>h₀ reaches the first glimpse alone: with the gate f closed and nothing read, h₁ = tanh(tanh(h₀)), and so on.</summary>
    [Fact]
    public void The_encoder_starts_from_its_learned_state()
    {
        DrawShape shape = Whole.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights.PassThrough("encoder");
        weights["encoder.h0"][0] = 0.7f;
        weights["encoder.weight_hh"][2 * shape.EncoderHidden * shape.EncoderHidden] = 1;
        weights.Copy("latent.mean", 1);
        Encoding encoding = engine.Encode(Whole.Test, weights, Images.Noise(shape, seed: 1), seed: 0, index: 0);

        double h = 0.7f;
        for (int t = 0; t < shape.Glimpses; t++)
        {
            h = Math.Tanh(Math.Tanh(h));
            Assert.Equal(h, encoding.Mean[t * shape.Latent], 1e-6);
        }
    }

    /// <summary>The previous glimpse places the read window, and its h_dec is the encoder's input after the read.</summary>
    [Fact]
    public void The_encoder_reads_the_decoders_hidden_state_of_the_glimpse_before()
    {
        DrawShape shape = Whole.Test.Shape;
        Dictionary<string, float[]> weights = CraftedWeights.Zero(shape);
        weights["decoder.h0"][0] = 0.3f;
        weights["latent.log_sigma.bias"].AsSpan().Fill(-100);
        weights["latent.mean.bias"][0] = 0.5f;
        weights.PassThrough("encoder", shape.ReadSize);
        weights.Copy("latent.mean", 1);
        weights.PassThrough("decoder", 0);
        Encoding encoding = engine.Encode(Whole.Test, weights, Images.Noise(shape, seed: 1), seed: 0, index: 0);

        double decoded = 0.3f;
        for (int t = 0; t < shape.Glimpses; t++)
        {
            double mean = 0.5 + Math.Tanh(Math.Tanh(decoded));
            Assert.Equal(mean, encoding.Mean[t * shape.Latent], 1e-5);
            decoded = Math.Tanh(Math.Tanh(mean));
        }
    }
}
