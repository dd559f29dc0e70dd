using System.Runtime.InteropServices;
using CsCheck;
using DrawAot.Numerics;
using DrawAot.RandomCases;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

/// <summary>8-bit weights and 7-bit states have errors of half a step, and products that never overflow 16 bits.</summary>
public class Int8RowTests
{
    private static readonly Gen<float[]> Row = Gen.OneOf(
        Gen.Float[-2, 2].Array[1, 70],
        Gen.Int[-1, 1].Select(sign => (float)sign).Array[1, 40],
        Gen.Select(Gen.Float[-2, 2].Array[0, 20], Gen.Int[-30, 30].Select(power => MathF.Pow(10, power)), (row, last) => (float[])[.. row, last]));

    [Fact]
    [Trait("Cases", "Random")]
    public void Each_weight_is_within_half_a_step() => Row.Check(weights =>
    {
        Int8Row row = Int8Row.Of(weights);
        double step = (double)row.Scale * HiddenQuantizer.One;
        Assert.All(weights, (w, k) => Assert.InRange(row.Weights[k] * step - w, -0.5001 * step, 0.5001 * step));
    });

    [Fact]
    [Trait("Cases", "Random")]
    public void A_step_is_no_larger_than_the_limits_of_the_products_require() => Row.Check(weights =>
    {
        Int8Row row = Int8Row.Of(weights);
        double step = (double)row.Scale * HiddenQuantizer.One;
        double largest = weights.Max(Math.Abs), largestOfFour = Fours(weights.Length).Max(four => four.Sum(k => Math.Abs((double)weights[k])));
        if (largest > 1e-33)
        {
            Assert.InRange(step, 0, 1.0001 * Math.Max(largest / 127, largestOfFour / 256));
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public void The_largest_finite_weights_are_rounded_as_all_others_are(int count)
    {
        float[] weights = [.. Enumerable.Range(0, count).Select(k => k % 3 == 1 ? -float.MaxValue : float.MaxValue)];
        Int8Row row = Int8Row.Of(weights);
        double step = (double)row.Scale * HiddenQuantizer.One;
        Assert.All(weights, (w, k) => Assert.InRange(row.Weights[k] * step - w, -0.5001 * step, 0.5001 * step));
        Assert.All(Fours(row.Weights.Length), four => Assert.InRange(four.Sum(k => Math.Abs(row.Weights[k])), 0, 258));
    }

    /// <summary>The largest state is 127, and 127·258 is 32,766.</summary>
    [Fact]
    [Trait("Cases", "Random")]
    public void Four_products_fit_into_16_bits() => Row.Check(weights =>
    {
        Int8Row row = Int8Row.Of(weights);
        Assert.All(Fours(row.Weights.Length), four => Assert.InRange(four.Sum(k => Math.Abs(row.Weights[k])), 0, 258));
    });

    [Fact]
    [Trait("Cases", "Random")]
    public void A_row_times_states_is_the_sum_less_the_correction() => Gen.Select(Row, Gen.Float[-1, 1].Array[70]).Check((weights, h) =>
    {
        Int8Row row = Int8Row.Of(weights);
        double exact = 0;
        long sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double state = Math.Round(63.0 * h[k]);
            exact += row.Weights[k] * (double)row.Scale * state;
            sum += row.Weights[k] * (64 + (long)state);
        }

        Assert.Equal(exact, (double)row.Scale * (sum - row.Correction), 1e-6 * (1 + Math.Abs(exact)));
    });

    [Fact]
    public void States_are_rounded_to_the_nearest_and_kept_within_bounds()
    {
        float[] states = [0, 1, -1, 0.49f / 63, 1.51f / 63, -0.51f / 63, 2, -3, 0.999f, 0.1f, -0.1f, 1e-30f, 0.25f, 0.75f, -0.75f, 62.4f / 63];
        float[] vector = [.. states, .. new float[4]];
        HiddenQuantizer.Quantize(vector, states.Length);

        Assert.Equal(
            [64, 127, 1, 64, 66, 63, 127, 1, 127, 70, 58, 64, 80, 111, 17, 126],
            MemoryMarshal.AsBytes(vector.AsSpan(states.Length)).ToArray());
    }

    /// <summary>Those inputs of each group of eight whose products are added in 16 bits.</summary>
    private static IEnumerable<int[]> Fours(int length) =>
        from k in Enumerable.Range(0, length)
        group k by (k / 8, k % 4 / 2) into four
        select four.ToArray();
}
