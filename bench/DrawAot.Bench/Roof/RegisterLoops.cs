using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DrawAot.Numerics;

namespace DrawAot.Bench.Roof;

/// <summary>
/// Arithmetic and nothing else, at the tier's vector width: each loop is a leaf that reads at most a buffer of weights
/// that lies in the first-level cache, and has enough independent sums to keep the multipliers busy.
/// </summary>
/// <remarks>
/// Loops of the elementary functions make their arguments with one addition and add their results up, so that
/// consecutive evaluations overlap. What a loop returns keeps it from being left out.
/// </remarks>
internal static class RegisterLoops
{
    /// <summary>Multiply-adds of one turn of <see cref="Float32"/>.</summary>
    public static int Float32PerTurn => Vector512.IsHardwareAccelerated ? 12 * Vector512<float>.Count : 12 * Vector256<float>.Count;

    /// <summary>Elements of one turn of the loops of elementary functions.</summary>
    public static int ElementsPerTurn => Vector512<float>.Count;

    /// <summary>Fused multiply-adds of floats.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Float32(int turns)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<float> x = Vector512.Create(0.5f), w = Vector512.Create(0.25f);
            Vector512<float> a = w, b = w, c = w, d = w, e = w, f = w, g = w, h = w, i = w, j = w, k = w, l = w;
            for (int turn = 0; turn < turns; turn++)
            {
                a = Vector512.MultiplyAddEstimate(a, x, w);
                b = Vector512.MultiplyAddEstimate(b, x, w);
                c = Vector512.MultiplyAddEstimate(c, x, w);
                d = Vector512.MultiplyAddEstimate(d, x, w);
                e = Vector512.MultiplyAddEstimate(e, x, w);
                f = Vector512.MultiplyAddEstimate(f, x, w);
                g = Vector512.MultiplyAddEstimate(g, x, w);
                h = Vector512.MultiplyAddEstimate(h, x, w);
                i = Vector512.MultiplyAddEstimate(i, x, w);
                j = Vector512.MultiplyAddEstimate(j, x, w);
                k = Vector512.MultiplyAddEstimate(k, x, w);
                l = Vector512.MultiplyAddEstimate(l, x, w);
            }

            return (a + b + c + d + e + f + g + h + i + j + k + l).ToScalar();
        }
        else
        {
            Vector256<float> x = Vector256.Create(0.5f), w = Vector256.Create(0.25f);
            Vector256<float> a = w, b = w, c = w, d = w, e = w, f = w, g = w, h = w, i = w, j = w, k = w, l = w;
            for (int turn = 0; turn < turns; turn++)
            {
                a = Vector256.MultiplyAddEstimate(a, x, w);
                b = Vector256.MultiplyAddEstimate(b, x, w);
                c = Vector256.MultiplyAddEstimate(c, x, w);
                d = Vector256.MultiplyAddEstimate(d, x, w);
                e = Vector256.MultiplyAddEstimate(e, x, w);
                f = Vector256.MultiplyAddEstimate(f, x, w);
                g = Vector256.MultiplyAddEstimate(g, x, w);
                h = Vector256.MultiplyAddEstimate(h, x, w);
                i = Vector256.MultiplyAddEstimate(i, x, w);
                j = Vector256.MultiplyAddEstimate(j, x, w);
                k = Vector256.MultiplyAddEstimate(k, x, w);
                l = Vector256.MultiplyAddEstimate(l, x, w);
            }

            return (a + b + c + d + e + f + g + h + i + j + k + l).ToScalar();
        }
    }

    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Exp(int turns)
    {
        Vector512<float> x = VectorMath.LaneNumbers * Vector512.Create(-0.25f), sum = x, step = Vector512.Create(1e-6f);
        for (int turn = 0; turn < turns; turn++)
        {
            sum += VectorMath.Exp(x);
            x += step;
        }

        return sum.ToScalar();
    }

    /// <summary>σ(x).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Sigmoid(int turns)
    {
        Vector512<float> x = VectorMath.LaneNumbers * Vector512.Create(-0.25f), sum = x, step = Vector512.Create(1e-6f);
        for (int turn = 0; turn < turns; turn++)
        {
            sum += VectorMath.Sigmoid(x);
            x += step;
        }

        return sum.ToScalar();
    }

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Tanh(int turns)
    {
        Vector512<float> x = VectorMath.LaneNumbers * Vector512.Create(-0.25f), sum = x, step = Vector512.Create(1e-6f);
        for (int turn = 0; turn < turns; turn++)
        {
            sum += VectorMath.Tanh(x);
            x += step;
        }

        return sum.ToScalar();
    }

    /// <summary>√(−2 ln u), of which a normal takes half a one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Radius(int turns)
    {
        Vector512<float> u = Vector512.Create(0.125f) + VectorMath.LaneNumbers * Vector512.Create(1 / 32f);
        Vector512<float> sum = u, step = Vector512.Create(1e-7f);
        for (int turn = 0; turn < turns; turn++)
        {
            sum += Vector512.Sqrt(VectorMath.Log(u) * Vector512.Create(-2f));
            u += step;
        }

        return sum.ToScalar();
    }

    /// <summary>sin and cos, of which a normal takes one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float SinCos(int turns)
    {
        Vector512<float> angle = VectorMath.LaneNumbers * Vector512.Create(1 / 16f), sum = angle, step = Vector512.Create(1e-7f);
        for (int turn = 0; turn < turns; turn++)
        {
            VectorMath.SinCosTurns(angle, out Vector512<float> sin, out Vector512<float> cos);
            sum += sin * cos;
            angle += step;
        }

        return sum.ToScalar();
    }
}
