using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DrawAot.Numerics;

namespace DrawAot.Training.Ops.Filterbank;

/// <summary>
/// Products of filters with one channel of one image: the image [B, A], FY times it [N, A], and patches [N, N]. Rows of A
/// pixels are padded.
/// </summary>
internal static unsafe class WindowProducts
{
    /// <summary>products = F·image.</summary>
    /// <param name="filters">F [N, B], padded.</param>
    /// <param name="n">N.</param>
    /// <param name="filterWidth">From one filter to the next.</param>
    /// <param name="image">The image [B, A].</param>
    /// <param name="height">B.</param>
    /// <param name="width">A, padded.</param>
    /// <param name="products">Receives the products [N, A].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(float* filters, int n, int filterWidth, float* image, int height, int width, float* products)
    {
        // Two filters at a time: the multiply-adds of a single sum depend on each other.
        int j = 0;
        for (; j + 1 < n; j += 2)
        {
            float* second = filters + filterWidth;
            for (nint a = 0; a < width; a += Vector512<float>.Count)
            {
                Vector512<float> sum0 = Vector512<float>.Zero, sum1 = sum0;
                float* line = image + a;
                for (nint b = 0; b < height; b++)
                {
                    Vector512<float> pixels = Vector512.Load(line);
                    sum0 = Vector512.MultiplyAddEstimate(Vector512.Create(filters[b]), pixels, sum0);
                    sum1 = Vector512.MultiplyAddEstimate(Vector512.Create(second[b]), pixels, sum1);
                    line += width;
                }

                sum0.Store(products + a);
                sum1.Store(products + width + a);
            }

            filters += 2 * filterWidth;
            products += 2 * width;
        }

        if (j < n)
        {
            for (nint a = 0; a < width; a += Vector512<float>.Count)
            {
                Vector512<float> sum = Vector512<float>.Zero;
                float* line = image + a;
                for (nint b = 0; b < height; b++)
                {
                    sum = Vector512.MultiplyAddEstimate(Vector512.Create(filters[b]), Vector512.Load(line), sum);
                    line += width;
                }

                sum.Store(products + a);
            }
        }
    }

    /// <summary>image += Fᵀ·products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(
        float* filters, int n, int filterWidth, float* image, int height, int width, float* products)
    {
        for (nint b = 0; b < height; b++)
        {
            for (nint a = 0; a < width; a += Vector512<float>.Count)
            {
                Vector512<float> sum = Vector512.Load(image + a);
                for (nint j = 0; j < n; j++)
                {
                    sum = Vector512.MultiplyAddEstimate(
                        Vector512.Create(filters[j * filterWidth + b]), Vector512.Load(products + j * width + a), sum);
                }

                sum.Store(image + a);
            }

            image += width;
        }
    }

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

    /// <summary>sums[i] += Σⱼ weights[j, i]·lines[j], or with the weights transposed.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="inner">From one j to the next.</param>
    /// <param name="outer">From one i to the next.</param>
    /// <param name="lines">Rows [terms, A].</param>
    /// <param name="terms">Number of terms.</param>
    /// <param name="width">A, padded.</param>
    /// <param name="sums">Rows [count, A].</param>
    /// <param name="count">Number of sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(
        float* weights, int inner, int outer, float* lines, int terms, int width, float* sums, int count)
    {
        for (int i = 0; i < count; i++)
        {
            for (nint a = 0; a < width; a += Vector512<float>.Count)
            {
                Vector512<float> sum = Vector512.Load(sums + a);
                for (nint j = 0; j < terms; j++)
                {
                    sum = Vector512.MultiplyAddEstimate(
                        Vector512.Create(weights[j * inner]), Vector512.Load(lines + j * width + a), sum);
                }

                sum.Store(sums + a);
            }

            weights += outer;
            sums += width;
        }
    }
}
