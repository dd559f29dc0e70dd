using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DrawAot.Numerics;

namespace DrawAot.Training;

/// <summary>
/// What filters do between a picture [B, A] and strips of it [N, A], of one channel of one image. Lines of A are padded;
/// strips times FXᵀ are a patch.
/// </summary>
internal static unsafe class WindowProducts
{
    /// <summary>strips = F·picture.</summary>
    /// <param name="filters">F [N, B], lines padded.</param>
    /// <param name="n">N.</param>
    /// <param name="filterWidth">From one filter to the next.</param>
    /// <param name="picture">The picture [B, A].</param>
    /// <param name="height">B.</param>
    /// <param name="width">A, padded.</param>
    /// <param name="strips">Receives the strips [N, A].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(float* filters, int n, int filterWidth, float* picture, int height, int width, float* strips)
    {
        // Two filters at a time: one sum alone waits for its own multiply-adds.
        int j = 0;
        for (; j + 1 < n; j += 2)
        {
            float* second = filters + filterWidth;
            for (nint a = 0; a < width; a += Vector512<float>.Count)
            {
                Vector512<float> sum0 = Vector512<float>.Zero, sum1 = sum0;
                float* line = picture + a;
                for (nint b = 0; b < height; b++)
                {
                    Vector512<float> pixels = Vector512.Load(line);
                    sum0 = Vector512.MultiplyAddEstimate(Vector512.Create(filters[b]), pixels, sum0);
                    sum1 = Vector512.MultiplyAddEstimate(Vector512.Create(second[b]), pixels, sum1);
                    line += width;
                }

                sum0.Store(strips + a);
                sum1.Store(strips + width + a);
            }

            filters += 2 * filterWidth;
            strips += 2 * width;
        }

        if (j < n)
        {
            for (nint a = 0; a < width; a += Vector512<float>.Count)
            {
                Vector512<float> sum = Vector512<float>.Zero;
                float* line = picture + a;
                for (nint b = 0; b < height; b++)
                {
                    sum = Vector512.MultiplyAddEstimate(Vector512.Create(filters[b]), Vector512.Load(line), sum);
                    line += width;
                }

                sum.Store(strips + a);
            }
        }
    }

    /// <summary>picture += Fᵀ·strips.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(
        float* filters, int n, int filterWidth, float* picture, int height, int width, float* strips)
    {
        for (nint b = 0; b < height; b++)
        {
            for (nint a = 0; a < width; a += Vector512<float>.Count)
            {
                Vector512<float> sum = Vector512.Load(picture + a);
                for (nint j = 0; j < n; j++)
                {
                    sum = Vector512.MultiplyAddEstimate(
                        Vector512.Create(filters[j * filterWidth + b]), Vector512.Load(strips + j * width + a), sum);
                }

                sum.Store(picture + a);
            }

            picture += width;
        }
    }

    /// <summary>products[j, i] += left[j]·right[i], a sum over lines of A.</summary>
    /// <param name="left">Lines [rows, A].</param>
    /// <param name="rows">How many.</param>
    /// <param name="right">Lines [columns, A].</param>
    /// <param name="columns">How many.</param>
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
    /// <param name="lines">Lines [terms, A].</param>
    /// <param name="terms">How many lines.</param>
    /// <param name="width">A, padded.</param>
    /// <param name="sums">Lines [count, A].</param>
    /// <param name="count">How many sums.</param>
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
