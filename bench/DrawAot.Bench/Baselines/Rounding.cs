namespace DrawAot.Bench.Baselines;

/// <summary>The largest distances of an engine with rounded weights from the reference.</summary>
/// <param name="MeanPixel">A pixel of a picture, on average.</param>
/// <param name="Nats">Either half of an image's bound, in nats.</param>
internal sealed record Rounding(double MeanPixel, double Nats)
{
    /// <summary>Of int8 weights, whoever multiplies them.</summary>
    public static Rounding Int8 { get; } = new(0.05, 3);

    /// <summary>Of the engine that is reported under a name; null for an exact one.</summary>
    public static Rounding? Of(string engine) => engine == Samplers.OnnxInt8 ? Int8 : Generated.Find(engine)?.Rounding;
}
