using CsCheck;
using DrawAot.Numerics;

namespace DrawAot.Tests.Numerics;

/// <summary>Latents as integers: within half a unit of what they stand for, whatever their size, and never too large for a kernel.</summary>
public class LatentBytesTests
{
    private static readonly Gen<float[]> Latents = Gen.Select(
        Gen.Float[-6, 6].Array[1, 40], Gen.Int[-20, 20], (latents, power) => Padded([.. latents.Select(z => z * MathF.Pow(2, power))]));

    [Fact]
    public void Each_latent_is_within_half_a_unit() => Latents.Sample(latents =>
    {
        byte[] bytes = new byte[latents.Length];
        float limit = LatentBytes.Round(latents, bytes);

        double unit = limit / 63.0;
        Assert.All(latents, (z, k) => Assert.InRange((bytes[k] - 64) * unit - z, -0.5001 * unit, 0.5001 * unit));
        Assert.All(bytes, s => Assert.InRange(s, 1, 127));
    });

    [Fact]
    public void The_limit_is_the_largest_magnitude() => Latents.Sample(latents =>
    {
        float largest = latents.Max(MathF.Abs);
        Assert.Equal(largest < 1e-36f ? 1 : largest, LatentBytes.Round(latents, new byte[latents.Length]));
    });

    [Fact]
    public void Latents_of_zero_are_zeros()
    {
        byte[] bytes = new byte[16];

        Assert.Equal(1, LatentBytes.Round(new float[16], bytes));
        Assert.All(bytes, s => Assert.Equal(64, s));
    }

    [Fact]
    public void Latents_too_small_for_a_unit_are_zeros()
    {
        float[] latents = [.. Enumerable.Range(0, 16).Select(k => k * 1e-39f)];
        byte[] bytes = new byte[16];

        Assert.Equal(1, LatentBytes.Round(latents, bytes));
        Assert.All(bytes, s => Assert.Equal(64, s));
    }

    [Fact]
    public void A_latent_that_is_no_number_makes_the_limit_none()
    {
        float[] latents = new float[32];
        latents[17] = float.NaN;

        Assert.True(float.IsNaN(LatentBytes.Round(latents, new byte[32])));
    }

    private static float[] Padded(float[] latents) => [.. latents, .. new float[(16 - latents.Length % 16) % 16]];
}
