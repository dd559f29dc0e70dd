using System.Runtime.Intrinsics;
using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot;

/// <summary>The place of a grid of N×N Gaussian filters, in pixels counted from 0 at the centre of the first one.</summary>
/// <param name="CentreX">Column of the grid's centre; (A − 1)/2 is the middle of the image.</param>
/// <param name="CentreY">Row of the grid's centre.</param>
/// <param name="Stride">δ, the distance between neighbouring filters.</param>
/// <param name="Variance">σ² of each filter, in square pixels.</param>
/// <param name="Intensity">γ, by which a read is multiplied and a write divided.</param>
public readonly record struct AttentionWindow(
    float CentreX, float CentreY, float Stride, float Variance, float Intensity)
{
    /// <summary>
    /// The bounds of σ², δ̃ and γ. They change no window that can be told from another, but a σ² of 0, or an
    /// infinite δ or γ, would make 0·∞ of a pixel at a filter's centre or of the middle filter, and so a canvas of NaN.
    /// </summary>
    private const float Smallest = 1e-30f, Largest = 1e30f;

    /// <summary>Standard deviation σ of each filter, in pixels.</summary>
    public float Sigma => MathF.Sqrt(Variance);

    /// <summary>
    /// The window of g̃X, g̃Y, log σ², log δ̃ and log γ (the paper's equations 21 to 24). The paper counts pixels from
    /// 1, so its centre gX = (A + 1)/2·(g̃X + 1) stands at gX − 1 here; δ = (max(A, B) − 1)/(N − 1)·δ̃.
    /// </summary>
    /// <param name="parameters">The five values, as a window layer's rows give them.</param>
    /// <param name="width">A, in pixels.</param>
    /// <param name="height">B, in pixels.</param>
    /// <param name="filters">N; a single filter has no stride, and its δ is 0.</param>
    /// <exception cref="ArgumentException">There are not five values.</exception>
    public static AttentionWindow FromParameters(ReadOnlySpan<float> parameters, int width, int height, int filters)
    {
        if (parameters.Length != ModelTensors.WindowSize)
        {
            throw new ArgumentException(
                $"A window has {ModelTensors.WindowSize} parameters; {parameters.Length} were given.", nameof(parameters));
        }

        Vector128<float> logarithms = Vector128.Create(parameters[2], parameters[3], parameters[4], 0);
        Vector512<float> positive = VectorMath.Exp(Vector512.Create(Vector256.Create(logarithms, logarithms), default));
        positive = Vector512.Clamp(positive, Vector512.Create(Smallest), Vector512.Create(Largest));
        float strideUnit = filters == 1 ? 0 : (Math.Max(width, height) - 1f) / (filters - 1);
        return new AttentionWindow(
            CentreX: (width + 1) / 2f * (parameters[0] + 1) - 1,
            CentreY: (height + 1) / 2f * (parameters[1] + 1) - 1,
            Stride: strideUnit * positive[1],
            Variance: positive[0],
            Intensity: positive[2]);
    }
}
