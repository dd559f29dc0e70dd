using System.Runtime.Intrinsics;
using DrawAot.Numerics;

namespace DrawAot.Tests.Numerics;

/// <summary>
/// Sweeps over a part of all floats in a range, evenly spaced by their bits. The bounds are those that the
/// functions document, found over every float. Without fused multiply-adds nothing corrects a quotient, and it is off by
/// an ulp more.
/// </summary>
public class VectorMathAccuracyTests
{
    private const uint Stride = 997;

    private static readonly double QuotientBound = SameBitsTests.IsFused ? 1.5 : 2.5;

    [Fact]
    public void Exp_of_positive_numbers() => RequireUlps(0.98, 0, 88.7228f, VectorMath.Exp, Math.Exp);

    [Fact]
    public void Exp_of_negative_numbers() => RequireUlps(1.29, -0f, -86.98f, VectorMath.Exp, Math.Exp);

    [Fact]
    public void Log() => RequireUlps(0.86, 1.17549435e-38f, float.MaxValue, VectorMath.Log, Math.Log);

    [Fact]
    public void Log_near_one() => RequireUlps(0.86, 0.99f, 1.01f, VectorMath.Log, Math.Log, stride: 1);

    [Fact]
    public void Sigmoid_of_positive_numbers() => RequireUlps(QuotientBound, 0, float.MaxValue, VectorMath.Sigmoid, Sigmoid);

    [Fact]
    public void Sigmoid_of_negative_numbers() => RequireUlps(QuotientBound, -0f, -87.3f, VectorMath.Sigmoid, Sigmoid);

    [Fact]
    public void Tanh_of_positive_numbers() => RequireUlps(QuotientBound, 0, float.MaxValue, VectorMath.Tanh, Math.Tanh);

    [Fact]
    public void Tanh_of_negative_numbers() => RequireUlps(QuotientBound, -0f, float.MinValue, VectorMath.Tanh, Math.Tanh);

    [Fact]
    public void Tanh_near_zero() => RequireUlps(QuotientBound, 1e-6f, 1e-2f, VectorMath.Tanh, Math.Tanh, stride: 101);

    [Fact]
    public void Sine_of_turns() => RequireUlps(1.61, 0, 1, turns => SinCos(turns).Sin, turns => SinCos(turns).Sin);

    [Fact]
    public void Cosine_of_turns() => RequireUlps(1.61, 0, 1, turns => SinCos(turns).Cos, turns => SinCos(turns).Cos);

    [Fact]
    public void Sine_and_cosine_of_every_random_angle()
    {
        Vector512<float> worst = Vector512<float>.Zero;
        for (int i = 0; i < 1 << 24; i += Vector512<float>.Count)
        {
            Vector512<float> turns = Vector512.ConvertToSingle(Vector512<int>.Indices + Vector512.Create(i)) * (1f / (1 << 24));
            (Vector512<float> sin, Vector512<float> cos) = SinCos(turns);
            worst = Vector512.Max(worst, Vector512.Abs((sin * sin) + (cos * cos) - Vector512<float>.One));
        }

        Assert.True(Vector512.LessThanAll(worst, Vector512.Create(4e-7f)), $"sin² + cos² is off by {worst}; expected at most 4e-7.");
    }

    private static void RequireUlps(
        double bound,
        float from,
        float to,
        Func<Vector512<float>, Vector512<float>> function,
        Func<double, double> exact,
        uint stride = Stride)
    {
        (double ulps, float at) = VectorMathSweep.WorstUlps(from, to, stride, function, exact);
        TestContext.Current.TestOutputHelper?.WriteLine($"{ulps:F3} ulp at {at:R}");
        Assert.True(ulps <= bound, $"{ulps} ulp at {at:R}; expected at most {bound}.");
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static (Vector512<float> Sin, Vector512<float> Cos) SinCos(Vector512<float> turns)
    {
        VectorMath.SinCosTurns(turns, out Vector512<float> sin, out Vector512<float> cos);
        return (sin, cos);
    }

    /// <summary>Reduced to ±⅛ turn first, without which the rounding of 2π would show near the zeros.</summary>
    private static (double Sin, double Cos) SinCos(double turns)
    {
        double quarters = Math.Round(4 * turns);
        (double sin, double cos) = Math.SinCos((4 * turns - quarters) * (Math.PI / 2));
        return ((int)quarters & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }
}
