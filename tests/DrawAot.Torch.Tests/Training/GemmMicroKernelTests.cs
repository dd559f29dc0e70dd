using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using DrawAot.Training.Gemm;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The micro-kernel of training and packed matrices, against sums of multiply-adds one after the other.</summary>
public sealed unsafe class GemmMicroKernelTests
{
    private const float Untouched = -77;

    private static bool IsFused => Fma.IsSupported || AdvSimd.IsSupported;

    public static TheoryData<int, int, int, bool> Tiles
    {
        get
        {
            var tiles = new TheoryData<int, int, int, bool>();
            for (int rows = 1; rows <= GemmMicroKernel.Rows; rows++)
            {
                foreach (int columns in (int[])[GemmMicroKernel.NarrowColumns, GemmMicroKernel.WideColumns])
                {
                    tiles.Add(rows, columns, 1, false);
                    tiles.Add(rows, columns, 37, false);
                    tiles.Add(rows, columns, 37, true);
                }
            }

            return tiles;
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void A_tile_is_the_same_bits_as_multiply_adds_in_order(int rows, int columns, int terms, bool accumulate)
    {
        const int Stride = 41;
        foreach ((int rowStride, int termStride, int bStride) in
            ((int, int, int)[])[(terms + 3, 1, columns), (1, GemmMicroKernel.Rows, columns), (terms, 1, columns + 16)])
        {
            float[] a = Random((GemmMicroKernel.Rows + 1) * (terms + GemmMicroKernel.Rows), seed: 1), b = Random(terms * bStride, seed: 2);
            float[] c = Random((GemmMicroKernel.Rows + 1) * Stride, seed: 3);
            float[] expected = [.. c];
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    float sum = accumulate ? c[row * Stride + column] : 0;
                    for (int k = 0; k < terms; k++)
                    {
                        sum = MultiplyAdd(a[row * rowStride + k * termStride], b[k * bStride + column], sum);
                    }

                    expected[row * Stride + column] = sum;
                }
            }

            fixed (float* pa = a, pb = b, pc = c)
            {
                GemmMicroKernel.Multiply(pa, rowStride, termStride, rows, pb, bStride, columns, terms, pc, Stride, accumulate);
            }

            Assert.Equal(expected, c);
        }
    }

    /// <summary>Rows, terms, columns: one panel, a wide one and a narrow one, several of both; rows that are no multiple of MR.</summary>
    [Theory]
    [InlineData(1, 5, 16)]
    [InlineData(7, 33, 48)]
    [InlineData(13, 1, 80)]
    [InlineData(50, 17, 112)]
    [InlineData(100, 9, 32)]
    public void A_packed_matrix_multiplies_rows_and_touches_nothing_else(int rows, int terms, int columns)
    {
        using var matrix = new PackedMatrix(terms, columns);
        float[] dense = Random(terms * columns, seed: 4), x = Random(rows * (terms + 2), seed: 5);
        for (int panel = 0, first = 0; panel < matrix.Panels; first += matrix.Width(panel), panel++)
        {
            for (int k = 0; k < terms; k++)
            {
                dense.AsSpan(k * columns + first, matrix.Width(panel)).CopyTo(
                    new Span<float>(matrix[panel] + k * matrix.Width(panel), matrix.Width(panel)));
            }
        }

        int width = columns + 3;
        float[] y = new float[(rows + 1) * width];
        Array.Fill(y, Untouched);
        float[] expected = [.. y];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                float sum = 0;
                for (int k = 0; k < terms; k++)
                {
                    sum = MultiplyAdd(x[row * (terms + 2) + k], dense[k * columns + column], sum);
                }

                expected[row * width + column] = sum;
            }
        }

        fixed (float* px = x, py = y)
        {
            matrix.Multiply(px, terms + 2, rows, py, width, accumulate: false);
        }

        Assert.Equal(expected, y);
    }

    private static float MultiplyAdd(float a, float b, float c) => IsFused ? MathF.FusedMultiplyAdd(a, b, c) : a * b + c;

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
