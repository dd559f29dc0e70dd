using DrawAot.Bench.Measuring;
using DrawAot.Manifest;

namespace DrawAot.Bench.Roof;

/// <summary>The least time that a piece of work takes on this core, over all measurements made.</summary>
internal sealed class RoofOf
{
    private readonly IReadOnlyList<double> _bytesOfGlimpse;
    private readonly List<double[]> _measured = [];

    private RoofOf(IReadOnlyList<Phase> phases, int glimpses, int sharing)
    {
        Phases = phases;
        _bytesOfGlimpse = Roof.Phases.BytesOfGlimpse(phases, glimpses, sharing);
    }

    /// <summary>The phases of the work.</summary>
    public IReadOnlyList<Phase> Phases { get; }

    /// <summary>Seconds of each phase, medians.</summary>
    public IReadOnlyList<double> PhaseSeconds =>
        [.. Enumerable.Range(0, Phases.Count).Select(phase => Contest.Median(_measured.Select(times => times[phase])))];

    /// <summary>Seconds of all of it, the median.</summary>
    public double Seconds => Contest.Median(_measured.Select(times => times.Sum()));

    /// <summary>That of one sample.</summary>
    public static RoofOf Sample(DrawShape shape, int weightSize, int sharing) =>
        new(new DrawPhases(shape, weightSize, sharing).OfSample(), shape.Glimpses, sharing);

    /// <summary>That of one score.</summary>
    public static RoofOf Score(DrawShape shape, int weightSize, int sharing) =>
        new(new DrawPhases(shape, weightSize, sharing).OfScore(), shape.Glimpses, sharing);

    /// <summary>That of one classification.</summary>
    public static RoofOf Classification(ClassifierShape shape, int weightSize, int sharing) =>
        new(new ClassifierPhases(shape, weightSize, sharing).OfClassification(), shape.Glimpses, sharing);

    /// <summary>Takes the rates as they are now.</summary>
    public void Measure(Rates rates)
    {
        double readByte = rates.ReadByte(_bytesOfGlimpse);
        _measured.Add([.. Phases.Select(phase => rates.Least(phase, readByte))]);
    }
}
