using CsCheck;
using DrawAot.RandomCases;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

/// <summary>Two weights in a word are each within 2⁻⁸ of what they stand for, although the first one takes in the second one's bits.</summary>
public class Bfloat16PairTests
{
    private const float SmallestNormal = 1.17549435e-38f, Largest = 3.3e38f;

    private static readonly float[] Special = [0, 1, -1, SmallestNormal, 0.99999994f, 1.0000001f];

    private static readonly Gen<float> Weight = Gen.OneOf(
        Gen.Float[-4, 4], Gen.Float[-1e-6f, 1e-6f], Gen.Float[-Largest, Largest], Gen.Int[0, Special.Length - 1].Select(k => Special[k]));

    [Fact]
    [Trait("Cases", "Random")]
    public void Both_weights_are_within_the_bound() => Gen.Select(Weight, Weight).Check((first, second) =>
    {
        uint pair = Bfloat16Pair.Of(first, second);
        RequireClose(first, Bfloat16Pair.First(pair));
        RequireClose(second, Bfloat16Pair.Second(pair));
    });

    /// <summary>So that an engine that rounds its weights in this way computes the same as one that was given them rounded.</summary>
    [Fact]
    [Trait("Cases", "Random")]
    public void A_pair_of_rounded_weights_is_the_same_pair() => Gen.Select(Weight, Weight).Check((first, second) =>
    {
        uint pair = Bfloat16Pair.Of(first, second);
        Assert.Equal(pair, Bfloat16Pair.Of(Bfloat16Pair.First(pair), Bfloat16Pair.Second(pair)));
    });

    [Fact]
    [Trait("Cases", "Random")]
    public void No_word_is_a_subnormal_number() => Gen.Select(Weight, Weight).Check((first, second) =>
    {
        float word = Bfloat16Pair.First(Bfloat16Pair.Of(first, second));
        Assert.True(word == 0 || float.IsNormal(word), $"{first}, {second} are packed as {word}.");
    });

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void A_weight_that_is_not_finite_stays_so(float weight)
    {
        uint pair = Bfloat16Pair.Of(weight, weight);

        Assert.False(float.IsFinite(Bfloat16Pair.First(pair)));
        Assert.False(float.IsFinite(Bfloat16Pair.Second(pair)));
    }

    private static void RequireClose(float expected, float actual) =>
        Assert.True(
            Math.Abs((double)actual - expected) <= Math.Max(Math.Abs((double)expected) / 256, 1.01 * SmallestNormal),
            $"{expected:g9} is packed as {actual:g9}.");
}
