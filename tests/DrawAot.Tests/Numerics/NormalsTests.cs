using CsCheck;
using DrawAot.Numerics;
using DrawAot.RandomCases;

namespace DrawAot.Tests.Numerics;

public class NormalsTests
{
    [Theory]
    [InlineData(0ul, 0ul, 0u)]
    [InlineData(42ul, 7ul, 63u)]
    [InlineData(ulong.MaxValue, 0x0123_4567_89AB_CDEFul, uint.MaxValue)]
    public void Normals_agree_with_the_contract_in_double_precision(ulong seed, ulong index, uint stream)
    {
        float[] normals = new float[10_001];
        Normals.Fill(seed, index, stream, normals);
        for (int position = 0; position < normals.Length; position++)
        {
            Assert.Equal(Reference(seed, index, stream, position), normals[position], 1e-6);
        }
    }

    [Fact]
    public void A_shorter_span_gets_a_prefix()
    {
        float[] all = new float[200];
        Normals.Fill(1, 2, 3, all);
        for (int length = 0; length < all.Length; length++)
        {
            float[] some = new float[length];
            Normals.Fill(1, 2, 3, some);
            Assert.Equal(all[..length], some);
        }
    }

    [Fact]
    public void Normals_have_the_moments_of_a_standard_normal()
    {
        const int Count = 1_000_000;
        float[] normals = Filled(Count, seed: 5);
        double mean = normals.Average(n => (double)n);
        double variance = normals.Average(n => Math.Pow(n - mean, 2));
        double skewness = normals.Average(n => Math.Pow(n - mean, 3));
        double kurtosis = normals.Average(n => Math.Pow(n - mean, 4));

        // Four standard errors each: √(1/n), √(2/n), √(15/n), √(96/n).
        double standardError = 1 / Math.Sqrt(Count);
        Assert.Equal(0, mean, 4 * standardError);
        Assert.Equal(1, variance, 4 * Math.Sqrt(2) * standardError);
        Assert.Equal(0, skewness, 4 * Math.Sqrt(15) * standardError);
        Assert.Equal(3, kurtosis, 4 * Math.Sqrt(96) * standardError);
        Assert.All([normals.Min(), normals.Max()], extreme => Assert.InRange(Math.Abs(extreme), 4.5f, 5.77f));
    }

    [Theory]
    [InlineData(6ul, 0ul, 0u)]
    [InlineData(5ul << 32, 0ul, 0u)]
    [InlineData(5ul, 1ul, 0u)]
    [InlineData(5ul, 1ul << 32, 0u)]
    [InlineData(5ul, 0ul, 1u)]
    public void Another_seed_index_or_stream_is_uncorrelated(ulong seed, ulong index, uint stream)
    {
        const int Count = 100_000;
        float[] one = Filled(Count, seed: 5), other = new float[Count];
        Normals.Fill(seed, index, stream, other);
        double correlation = one.Zip(other, (a, b) => (double)a * b).Average();
        Assert.Equal(0, correlation, 4 / Math.Sqrt(Count));
    }

    [Fact]
    public void Neighbours_are_uncorrelated()
    {
        const int Count = 1_000_000;
        float[] normals = Filled(Count, seed: 8);
        for (int lag = 1; lag <= 8; lag++)
        {
            double correlation = normals.Skip(lag).Zip(normals, (a, b) => (double)a * b).Average();
            Assert.Equal(0, correlation, 4 / Math.Sqrt(Count));
        }
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] normals = new float[1000];
        Normals.Fill(1, 2, 3, normals);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Normals.Fill(1, 2, 3, normals);
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(before, after);
    }

    [Fact]
    [Trait("Cases", "Random")]
    public void Normals_of_any_arguments_agree_with_the_contract()
    {
        Gen.Select(Gen.ULong, Gen.ULong, Gen.UInt, Gen.Int[1, 100]).Check((seed, index, stream, length) =>
        {
            float[] normals = new float[length];
            Normals.Fill(seed, index, stream, normals);
            Assert.Equal(Reference(seed, index, stream, length - 1), normals[^1], 1e-6);
        });
    }

    private static float[] Filled(int count, ulong seed)
    {
        float[] normals = new float[count];
        Normals.Fill(seed, 0, 0, normals);
        return normals;
    }

    /// <summary>The contract in the remarks of <see cref="Normals"/>, written down again.</summary>
    private static double Reference(ulong seed, ulong index, uint stream, int position)
    {
        (uint x0, uint x1, uint x2, uint x3) = Philox.Block(
            ((uint)(position / 4), stream, (uint)index, (uint)(index >> 32)), ((uint)seed, (uint)(seed >> 32)));
        (uint a, uint b) = position % 4 < 2 ? (x0, x1) : (x2, x3);
        double u = Math.ScaleB((a >> 8) + 1, -24), turns = Math.ScaleB(b >> 8, -24);
        double radius = Math.Sqrt(-2 * Math.Log(u));
        return radius * (position % 2 == 0 ? Math.Cos(2 * Math.PI * turns) : Math.Sin(2 * Math.PI * turns));
    }
}
