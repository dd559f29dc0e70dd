using System.Runtime.Intrinsics;
using DrawAot.Numerics;

namespace DrawAot.Tests.Numerics;

/// <summary>The method is used on processors without AVX2; these tests run it on any, with that processor's rounding of multiply-adds.</summary>
public sealed class NarrowPanelsTests
{
    private const int PanelRows = 16, SumBlock = 32, Stride = 5 * PanelRows + 3;

    /// <summary>Inputs of less than a block, of whole blocks and of more; panels and vectors, even and odd numbers of them.</summary>
    public static TheoryData<int, int, int> Shapes => new MatrixTheoryData<int, int, int>([1, 2, 3, 5], [1, 31, 32, 33, 70], [1, 2, 5, 6]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_are_those_of_blocks_in_order_to_the_last_bit(int panels, int inputs, int vectors)
    {
        Random random = new(panels * 10_000 + inputs * 100 + vectors);
        int rows = panels * PanelRows, biased = (1 + inputs) * PanelRows, bare = inputs * PanelRows;
        float[] weights = Numbers(random, panels * biased), x = Numbers(random, 6 * Stride), y = Numbers(random, 6 * Stride), products = [.. y], sums = [.. y];
        float[] withoutBiases = [.. Enumerable.Range(0, panels).SelectMany(panel => weights.Skip(panel * biased + PanelRows).Take(bare))];

        NarrowPanels.Multiply(new PanelBlock(rows, inputs, biased), weights, x, Stride, products, Stride, vectors);
        NarrowPanels.Add(new PanelBlock(rows, inputs, bare), withoutBiases, x, Stride, sums, Stride, vectors);

        for (int vector = 0; vector < vectors; vector++)
        {
            for (int row = 0; row < rows; row++)
            {
                int panel = row / PanelRows * biased, lane = row % PanelRows;
                float Sum(float start) => Blocked(start, inputs, k => (weights[panel + (1 + k) * PanelRows + lane], x[vector * Stride + k]));
                Assert.Equal(Sum(weights[panel + lane]), products[vector * Stride + row]);
                Assert.Equal(Sum(y[vector * Stride + row]), sums[vector * Stride + row]);
            }
        }
    }

    [Theory]
    [InlineData(95, 6 * Stride, 6 * Stride)]
    [InlineData(96, 5 * Stride + 1, 6 * Stride)]
    [InlineData(96, 6 * Stride, 5 * Stride + 31)]
    public void Buffers_that_are_too_small_are_refused(int weights, int inputs, int outputs)
    {
        var refusal = Assert.Throws<ArgumentException>(() => NarrowPanels.Multiply(
            new PanelBlock(2 * PanelRows, inputs: 2, panelSize: 3 * PanelRows), new float[weights], new float[inputs], Stride, new float[outputs], Stride, vectors: 5));

        Assert.Equal($"There are {weights} weights, 48 a panel, {inputs} inputs and {outputs} outputs; more were expected for 5 vectors and 32×2 weights.", refusal.Message);
    }

    [Fact]
    public void Shapes_that_make_no_sense_are_refused()
    {
        float[] room = new float[1000];
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new PanelBlock(17, 1, 16); });
        Assert.Throws<ArgumentOutOfRangeException>(() => NarrowPanels.Add(new PanelBlock(16, 1, 16), room, room, 1, room, 16, vectors: 0));
        Assert.Throws<ArgumentException>(() => NarrowPanels.Add(new PanelBlock(16, 2, 31), room, room, 2, room, 16, vectors: 1));
        Assert.Throws<ArgumentException>(() => NarrowPanels.Multiply(new PanelBlock(16, 2, 47), room, room, 2, room, 16, vectors: 1));
    }

    /// <summary>Of an odd number of vectors, the one that is computed beside the last does not grow from call to call.</summary>
    [Fact]
    public void The_vector_beside_the_last_one_is_computed_anew()
    {
        float[] weights = Numbers(new Random(1), 3 * PanelRows), x = Numbers(new Random(2), 6 * Stride), y = new float[6 * Stride];
        NarrowPanels.Multiply(new PanelBlock(PanelRows, 2, 3 * PanelRows), weights, x, Stride, y, Stride, vectors: 5);
        float[] once = [.. y];
        NarrowPanels.Multiply(new PanelBlock(PanelRows, 2, 3 * PanelRows), weights, x, Stride, y, Stride, vectors: 5);
        Assert.Equal(once, y);
    }

    private static float Blocked(float sum, int inputs, Func<int, (float Weight, float Input)> of)
    {
        for (int block = 0; block < inputs; block += SumBlock)
        {
            float products = 0;
            for (int k = block; k < Math.Min(inputs, block + SumBlock); k++)
            {
                (float weight, float input) = of(k);
                products = Vector256.MultiplyAddEstimate(Vector256.Create(input), Vector256.Create(weight), Vector256.Create(products)).ToScalar();
            }

            sum += products;
        }

        return sum;
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
}
