namespace DrawAot.Bench.Roof;

/// <summary>A piece of work beside its roof.</summary>
/// <param name="Work">What it is.</param>
/// <param name="Measured">Seconds that it took.</param>
/// <param name="Phases">The least seconds of each of its phases.</param>
internal sealed record RoofRow(string Work, double Measured, IReadOnlyList<PhaseTime> Phases)
{
    /// <summary>The least seconds that all of it takes.</summary>
    public double Least => Phases.Sum(phase => phase.Seconds);

    /// <summary>The part of the roof that it reaches.</summary>
    public double Fraction => Least / Measured;
}

/// <summary>The least time of a phase.</summary>
/// <param name="Name">The phase.</param>
/// <param name="Seconds">The time.</param>
internal sealed record PhaseTime(string Name, double Seconds);
