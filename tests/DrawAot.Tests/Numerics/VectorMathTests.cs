using System.Runtime.Intrinsics;
using CsCheck;
using DrawAot.Numerics;
using DrawAot.RandomCases;

namespace DrawAot.Tests.Numerics;

public class VectorMathTests
{
    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(1e-45f, 1f)]
    [InlineData(88.7229f, float.PositiveInfinity)]
    [InlineData(1e30f, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(-87f, 0f)]
    [InlineData(-1e30f, 0f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void Exp_of_special_values(float x, float expected) => Assert.Equal(expected, VectorMath.Exp(Vector512.Create(x))[0]);

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(20f, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Sigmoid_of_special_values(float x, float expected) => Assert.Equal(expected, VectorMath.Sigmoid(Vector512.Create(x))[0]);

    [Theory]
    [InlineData(-89f)]
    [InlineData(float.NegativeInfinity)]
    public void Sigmoid_has_a_least_value(float x) => Assert.Equal(
        SameBitsTests.IsFused ? 1.21924331e-38f : 1.21924345e-38f, VectorMath.Sigmoid(Vector512.Create(x))[0]);

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1e-45f, 1e-45f)]
    [InlineData(-1e-30f, -1e-30f)]
    [InlineData(9.02f, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Tanh_of_special_values(float x, float expected)
    {
        float found = VectorMath.Tanh(Vector512.Create(x))[0];
        Assert.Equal(expected, found);
        Assert.True(float.IsNaN(x) || float.IsNegative(x) == float.IsNegative(found));
    }

    [Fact]
    public void Negative_zero_is_zero_but_keeps_its_sign_where_it_counts()
    {
        Vector512<float> negativeZero = Vector512.Create(-0f);
        Assert.Equal(1, VectorMath.Exp(negativeZero)[0]);
        Assert.Equal(0.5f, VectorMath.Sigmoid(negativeZero)[0]);
        Assert.True(float.IsNegative(VectorMath.Tanh(negativeZero)[0]));
    }

    [Fact]
    public void Log_of_one_is_zero() => Assert.Equal(Vector512<float>.Zero, VectorMath.Log(Vector512.Create(1f)));

    [Theory]
    [InlineData(0f, 0f, 1f)]
    [InlineData(0.25f, 1f, 0f)]
    [InlineData(0.5f, 0f, -1f)]
    [InlineData(0.75f, -1f, 0f)]
    [InlineData(1f, 0f, 1f)]
    [InlineData(-0.25f, -1f, 0f)]
    public void Sine_and_cosine_are_exact_at_quarters(float turns, float sin, float cos)
    {
        VectorMath.SinCosTurns(Vector512.Create(turns), out Vector512<float> foundSin, out Vector512<float> foundCos);
        Assert.Equal((sin, cos), (foundSin[0], foundCos[0]));
    }

    /// <summary>A signalling or quiet NaN, with any payload: the payload must not leak into the exponent.</summary>
    [Fact]
    [Trait("Cases", "Random")]
    public void Every_NaN_stays_NaN() =>
        Gen.UInt.Select(bits => BitConverter.UInt32BitsToSingle(bits | 0x7F80_0001)).Check(nan =>
        {
            Vector512<float> x = Vector512.Create(nan);
            VectorMath.SinCosTurns(x, out Vector512<float> sin, out Vector512<float> cos);
            return float.IsNaN(VectorMath.Exp(x)[0]) && float.IsNaN(VectorMath.Sigmoid(x)[0])
                && float.IsNaN(VectorMath.Tanh(x)[0]) && float.IsNaN(sin[0]) && float.IsNaN(cos[0]);
        });

    [Fact]
    [Trait("Cases", "Random")]
    public void Tanh_is_odd_and_within_one() =>
        AnyFloat.Check(x =>
        {
            float tanh = VectorMath.Tanh(Vector512.Create(x))[0];
            return Math.Abs(tanh) <= 1 && VectorMath.Tanh(Vector512.Create(-x))[0] == -tanh;
        });

    [Fact]
    [Trait("Cases", "Random")]
    public void Sigmoid_is_a_probability() =>
        AnyFloat.Check(x =>
        {
            float one = VectorMath.Sigmoid(Vector512.Create(x))[0], other = VectorMath.Sigmoid(Vector512.Create(-x))[0];
            return one is >= 0 and <= 1 && Math.Abs(one + other - 1) <= 2e-7f;
        });

    [Fact]
    [Trait("Cases", "Random")]
    public void Log_undoes_exp() =>
        Gen.Float[-86f, 88f].Check(x =>
            Math.Abs(VectorMath.Log(VectorMath.Exp(Vector512.Create(x)))[0] - x) <= 2e-7f * Math.Max(1, Math.Abs(x)));

    [Fact]
    [Trait("Cases", "Random")]
    public void Lanes_do_not_mix() =>
        Gen.Float[-100f, 100f].Array[Vector512<float>.Count].Check(xs =>
        {
            Vector512<float> together = VectorMath.Tanh(Vector512.Create(xs));
            return Enumerable.Range(0, xs.Length).All(lane => together[lane] == VectorMath.Tanh(Vector512.Create(xs[lane]))[0]);
        });

    [Fact]
    [Trait("Cases", "Random")]
    public void Sum_adds_halves() =>
        Gen.Float[-1e3f, 1e3f].Array[Vector512<float>.Count].Check(elements =>
        {
            float[] halves = [.. elements];
            for (int count = halves.Length / 2; count > 0; count /= 2)
            {
                for (int i = 0; i < count; i++)
                {
                    halves[i] += halves[i + count];
                }
            }

            return VectorMath.Sum(Vector512.Create(elements)) == halves[0];
        });

    private static Gen<float> AnyFloat => Gen.OneOf(
        Gen.Float[-20f, 20f],
        Gen.UInt.Select(BitConverter.UInt32BitsToSingle).Where(x => !float.IsNaN(x)));
}
