namespace DrawAot.Bench.Roof;

/// <summary>The least work of one phase, counted from the model's shape, without padding.</summary>
/// <param name="Name">The phase.</param>
internal sealed record Phase(string Name)
{
    /// <summary>Bytes of weights and of other arrays larger than a vector that pass by.</summary>
    public double Bytes { get; init; }

    /// <summary>Multiply-adds of floats.</summary>
    public double Float32 { get; init; }

    /// <summary>Multiply-adds of weights in bfloat16, used for one picture each.</summary>
    public double Bfloat16 { get; init; }

    /// <summary>Multiply-adds of weights in bfloat16, widened once for several pictures.</summary>
    public double Bfloat16Tile { get; init; }

    /// <summary>Multiply-adds of bytes.</summary>
    public double Int8 { get; init; }

    /// <summary>Exponential functions.</summary>
    public double Exps { get; init; }

    /// <summary>Sigmoids.</summary>
    public double Sigmoids { get; init; }

    /// <summary>Hyperbolic tangents.</summary>
    public double Tanhs { get; init; }

    /// <summary>Standard normal numbers.</summary>
    public double Normals { get; init; }
}
