using System.Runtime.Intrinsics;
using CsCheck;
using DrawAot.Numerics;
using DrawAot.RandomCases;

namespace DrawAot.Tests.Numerics;

public class MultiplyAddBytesTests
{
    private static readonly Gen<byte[]> States = Gen.Byte[0, 127].Array[64];

    /// <summary>At most 64 in magnitude, so that four products always fit.</summary>
    private static readonly Gen<sbyte[]> Weights = Gen.SByte[-64, 64].Array[64];

    [Fact]
    [Trait("Cases", "Random")]
    public void Each_sum_takes_the_products_of_its_eight_bytes() =>
        Gen.Select(States, States, Weights, Weights).Check(RequireProducts);

    /// <summary>Four weights whose products are added up in 16 bits: a row is packed so that they come to 258 at most.</summary>
    [Theory]
    [InlineData(127, 127, 4, 0)]
    [InlineData(65, 65, 64, 64)]
    [InlineData(-127, -127, -4, 0)]
    [InlineData(-65, -65, -64, -64)]
    [InlineData(127, -1, 127, -3)]
    public void The_largest_weights_and_states_fit(sbyte first, sbyte second, sbyte third, sbyte fourth)
    {
        byte[] states = new byte[64];
        Array.Fill(states, (byte)127);
        sbyte[] firstWeights = [.. Enumerable.Range(0, 64).Select(k => k % 2 == 0 ? first : second)];
        sbyte[] secondWeights = [.. Enumerable.Range(0, 64).Select(k => k % 2 == 0 ? third : fourth)];
        RequireProducts(states, states, firstWeights, secondWeights);
    }

    private static void RequireProducts(byte[] s0, byte[] s4, sbyte[] q0, sbyte[] q4)
    {
        Vector512<int> before = Vector512.Create(1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12, 13, -14, 15, -16);
        Vector512<byte> first = Vector512.Create<byte>(s0), second = Vector512.Create<byte>(s4);
        Vector512<int> after = VectorMath.MultiplyAddBytes(before, first, second, Vector512.Create<sbyte>(q0), Vector512.Create<sbyte>(q4));
        sbyte[] both = [.. q0, .. q4];
        Assert.Equal(after, VectorMath.MultiplyAddBytes(before, first, second, ref both[0]));
        for (int sum = 0; sum < 16; sum++)
        {
            int expected = Enumerable.Range(4 * sum, 4).Sum(k => s0[k] * q0[k] + s4[k] * q4[k]);
            Assert.Equal(before[sum] + expected, after[sum]);
        }
    }
}
