using System.Runtime.InteropServices;
using CsCheck;
using DrawAot.Numerics;
using DrawAot.RandomCases;

namespace DrawAot.Tests.Numerics;

/// <summary>Latents as integers: within half a unit of their value at any size, and never too large for a kernel.</summary>
public class LatentQuantizerTests
{
    private static readonly Gen<float[]> Latents = Gen.Select(
        Gen.Float[-6, 6].Array[1, 40], Gen.Int[-20, 20], (latents, power) => Padded([.. latents.Select(z => z * MathF.Pow(2, power))]));

    [Fact]
    [Trait("Cases", "Random")]
    public void Each_latent_is_within_half_a_unit() => Latents.Check(latents =>
    {
        (byte[] bytes, float absmax) = Quantized(latents);

        double unit = absmax / 63.0;
        Assert.All(latents, (z, k) => Assert.InRange((bytes[k] - 64) * unit - z, -0.5001 * unit, 0.5001 * unit));
        Assert.All(bytes, s => Assert.InRange(s, 1, 127));
    });

    [Fact]
    [Trait("Cases", "Random")]
    public void The_absmax_is_the_largest_magnitude() => Latents.Check(latents =>
    {
        float largest = latents.Max(MathF.Abs);
        Assert.Equal(largest < 1e-36f ? 1 : largest, Quantized(latents).Absmax);
    });

    [Fact]
    public void Latents_of_zero_are_zeros()
    {
        (byte[] bytes, float absmax) = Quantized(new float[16]);

        Assert.Equal(1, absmax);
        Assert.All(bytes, s => Assert.Equal(64, s));
    }

    [Fact]
    public void Latents_too_small_for_a_unit_are_zeros()
    {
        float[] latents = [.. Enumerable.Range(0, 16).Select(k => k * 1e-39f)];
        (byte[] bytes, float absmax) = Quantized(latents);

        Assert.Equal(1, absmax);
        Assert.All(bytes, s => Assert.Equal(64, s));
    }

    [Fact]
    public void The_absmax_is_not_a_number_if_a_latent_is_not()
    {
        float[] latents = new float[32];
        latents[17] = float.NaN;

        Assert.True(float.IsNaN(Quantized(latents).Absmax));
    }

    private static (byte[] Integers, float Absmax) Quantized(float[] latents)
    {
        float[] vector = [.. latents, .. new float[latents.Length / 4 + 1]];
        LatentQuantizer.Quantize(vector, latents.Length);
        return (MemoryMarshal.AsBytes(vector.AsSpan(latents.Length))[..latents.Length].ToArray(), vector[^1]);
    }

    private static float[] Padded(float[] latents) => [.. latents, .. new float[(16 - latents.Length % 16) % 16]];
}
