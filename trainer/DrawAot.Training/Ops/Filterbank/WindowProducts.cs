using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DrawAot.Numerics;
using DrawAot.Training.Gemm;

namespace DrawAot.Training.Ops.Filterbank;

/// <summary>
/// Products of filters with one channel of one image: the image [B, A], FY times it [N, A], and patches [N, N]. Rows of A
/// pixels are padded.
/// </summary>
internal static unsafe class WindowProducts
{
    /// <summary>C = A·B, or C += A·B, where rows of B and C are padded and follow each other.</summary>
    /// <param name="a">A [rows, terms].</param>
    /// <param name="rowStride">From one row of A to the next.</param>
    /// <param name="termStride">From one term of A to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="b">B [terms, width].</param>
    /// <param name="terms">Terms of each sum.</param>
    /// <param name="width">Columns, padded.</param>
    /// <param name="c">C [rows, width].</param>
    /// <param name="accumulate">Whether to add to C.</param>
    public static void Multiply(float* a, int rowStride, int termStride, int rows, float* b, int terms, int width, float* c, bool accumulate)
    {
        for (int column = 0; column < width; column += GemmMicroKernel.Columns)
        {
            GemmMicroKernel.MultiplyPanel(
                a, rowStride, termStride, rows, b + column, width, Math.Min(GemmMicroKernel.Columns, width - column), terms,
                c + column, width, accumulate);
        }
    }

    /// <summary>products = F·image.</summary>
    /// <param name="filters">F [N, B], padded.</param>
    /// <param name="n">N.</param>
    /// <param name="filterWidth">From one filter to the next.</param>
    /// <param name="image">The image [B, A].</param>
    /// <param name="height">B.</param>
    /// <param name="width">A, padded.</param>
    /// <param name="products">Receives the products [N, A].</param>
    public static void Gather(float* filters, int n, int filterWidth, float* image, int height, int width, float* products) =>
        Multiply(filters, filterWidth, 1, n, image, height, width, products, accumulate: false);

    /// <summary>image += Fᵀ·products.</summary>
    public static void Scatter(float* filters, int n, int filterWidth, float* image, int height, int width, float* products) =>
        Multiply(filters, 1, filterWidth, height, products, n, width, image, accumulate: true);

    /// <summary>products[j, i] += left[j]·right[i], a sum over rows of A pixels.</summary>
    /// <param name="left">Rows [rows, A].</param>
    /// <param name="rows">Their number.</param>
    /// <param name="right">Rows [columns, A].</param>
    /// <param name="columns">Their number.</param>
    /// <param name="width">A, padded.</param>
    /// <param name="products">The sums [rows, columns].</param>
    /// <param name="stride">From one row of them to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Correlate(float* left, int rows, float* right, int columns, int width, float* products, int stride)
    {
        for (int j = 0; j < rows; j++)
        {
            float* line = right;
            for (nint i = 0; i < columns; i++)
            {
                Vector512<float> sum = Vector512<float>.Zero;
                for (nint a = 0; a < width; a += Vector512<float>.Count)
                {
                    sum = Vector512.MultiplyAddEstimate(Vector512.Load(left + a), Vector512.Load(line + a), sum);
                }

                products[i] += VectorMath.Sum(sum);
                line += width;
            }

            left += width;
            products += stride;
        }
    }
}
