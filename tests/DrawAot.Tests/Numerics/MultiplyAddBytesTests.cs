using System.Runtime.Intrinsics;
using CsCheck;
using DrawAot.Numerics;

namespace DrawAot.Tests.Numerics;

public class MultiplyAddBytesTests
{
    private static readonly Gen<byte[]> States = Gen.Byte[0, 127].Array[64];

    /// <summary>At most 64 in magnitude, so that four products always fit.</summary>
    private static readonly Gen<sbyte[]> Weights = Gen.SByte[-64, 64].Array[64];

    [Fact]
    public void Each_sum_takes_the_products_of_its_eight_bytes() =>
        Gen.Select(States, States, Weights, Weights).Sample((s0, s4, q0, q4) =>
        {
            Vector512<int> before = Vector512.Create(1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12, 13, -14, 15, -16);
            Vector512<int> after = VectorMath.MultiplyAddBytes(
                before, Vector512.Create<byte>(s0), Vector512.Create<byte>(s4), Vector512.Create<sbyte>(q0), Vector512.Create<sbyte>(q4));
            for (int sum = 0; sum < 16; sum++)
            {
                int expected = Enumerable.Range(4 * sum, 4).Sum(k => s0[k] * q0[k] + s4[k] * q4[k]);
                Assert.Equal(before[sum] + expected, after[sum]);
            }
        });
}
