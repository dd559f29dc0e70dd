namespace DrawAot.Conformance;

/// <summary>The output of a window layer; all zeros is the window in the middle with δ̃ = σ² = γ = 1.</summary>
public sealed record WindowParameters
{
    /// <summary>g̃X, the horizontal place: 0 is the middle.</summary>
    public double X { get; init; }

    /// <summary>g̃Y, the vertical place.</summary>
    public double Y { get; init; }

    /// <summary>σ² of each filter.</summary>
    public double Variance { get; init; } = 1;

    /// <summary>δ̃, the stride as a part of the one with which the window spans the image.</summary>
    public double Stride { get; init; } = 1;

    /// <summary>γ, the intensity.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>The rows g̃X, g̃Y, log σ², log δ̃, log γ.</summary>
    public float[] ToBias() => [(float)X, (float)Y, (float)Math.Log(Variance), (float)Math.Log(Stride), (float)Math.Log(Gamma)];
}
