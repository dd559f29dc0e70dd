using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Torch.ThroughTime;

/// <summary>
/// Six rows by sixteen columns of a matrix product: twelve vectors of sums, as many as sixteen registers have room for
/// beside their factors. Everything that is slow in training is made of these.
/// </summary>
internal static unsafe class Tile
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a tile.</summary>
    public const int Columns = 16;

    /// <summary>C = A·B, or C += A·B; every element adds its terms one after the other.</summary>
    /// <param name="a">A [6, terms].</param>
    /// <param name="rowStride">From one row of A to the next, in floats.</param>
    /// <param name="termStride">From one term of A to the next, in floats.</param>
    /// <param name="b">B [terms, 16], without gaps.</param>
    /// <param name="terms">Terms of each sum.</param>
    /// <param name="c">C [6, 16].</param>
    /// <param name="stride">From one row of C to the next, in floats.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(
        float* a, nint rowStride, nint termStride, float* b, nint terms, float* c, nint stride, bool accumulate)
    {
        Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        if (accumulate)
        {
            float* from = c;
            (c00, c01) = (Vector256.Load(from), Vector256.Load(from + 8));
            from += stride;
            (c10, c11) = (Vector256.Load(from), Vector256.Load(from + 8));
            from += stride;
            (c20, c21) = (Vector256.Load(from), Vector256.Load(from + 8));
            from += stride;
            (c30, c31) = (Vector256.Load(from), Vector256.Load(from + 8));
            from += stride;
            (c40, c41) = (Vector256.Load(from), Vector256.Load(from + 8));
            from += stride;
            (c50, c51) = (Vector256.Load(from), Vector256.Load(from + 8));
        }
        else
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector256<float>.Zero;
        }

        float* a3 = a + 3 * rowStride;
        nint twoRows = 2 * rowStride;
        for (nint k = 0; k < terms; k++)
        {
            Vector256<float> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 8);
            Vector256<float> x = Vector256.Create(*a);
            c00 = Vector256.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector256.MultiplyAddEstimate(x, b1, c01);
            x = Vector256.Create(a[rowStride]);
            c10 = Vector256.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector256.MultiplyAddEstimate(x, b1, c11);
            x = Vector256.Create(a[twoRows]);
            c20 = Vector256.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector256.MultiplyAddEstimate(x, b1, c21);
            x = Vector256.Create(*a3);
            c30 = Vector256.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector256.MultiplyAddEstimate(x, b1, c31);
            x = Vector256.Create(a3[rowStride]);
            c40 = Vector256.MultiplyAddEstimate(x, b0, c40);
            c41 = Vector256.MultiplyAddEstimate(x, b1, c41);
            x = Vector256.Create(a3[twoRows]);
            c50 = Vector256.MultiplyAddEstimate(x, b0, c50);
            c51 = Vector256.MultiplyAddEstimate(x, b1, c51);
            a += termStride;
            a3 += termStride;
            b += Columns;
        }

        c00.Store(c);
        c01.Store(c + 8);
        c += stride;
        c10.Store(c);
        c11.Store(c + 8);
        c += stride;
        c20.Store(c);
        c21.Store(c + 8);
        c += stride;
        c30.Store(c);
        c31.Store(c + 8);
        c += stride;
        c40.Store(c);
        c41.Store(c + 8);
        c += stride;
        c50.Store(c);
        c51.Store(c + 8);
    }
}
