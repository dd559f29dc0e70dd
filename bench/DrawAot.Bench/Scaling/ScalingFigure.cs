using DrawAot.Manifest;

namespace DrawAot.Bench.Scaling;

/// <summary>The speed of samples of one size of model, and the roof.</summary>
/// <param name="Hidden">H of the decoder.</param>
/// <param name="Precision">Of its weights.</param>
/// <param name="Pictures">Samples drawn together.</param>
/// <param name="MultiplyAdds">Multiply-adds of a sample.</param>
/// <param name="Seconds">Processor time of a sample, the median.</param>
/// <param name="RoofSeconds">The least that it takes on this core.</param>
internal sealed record ScalingFigure(
    int Hidden, WeightPrecision Precision, int Pictures, double MultiplyAdds, double Seconds, double RoofSeconds)
{
    /// <summary>Multiply-adds a nanosecond.</summary>
    public double Rate => MultiplyAdds / Seconds * 1e-9;

    /// <summary>The most multiply-adds a nanosecond.</summary>
    public double RoofRate => MultiplyAdds / RoofSeconds * 1e-9;

    /// <summary>The part of the roof that is reached.</summary>
    public double Fraction => RoofSeconds / Seconds;
}
