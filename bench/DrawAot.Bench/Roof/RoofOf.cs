using DrawAot.Bench.Measuring;
using DrawAot.Manifest;

namespace DrawAot.Bench.Roof;

/// <summary>The least time that a piece of work takes on this core, over all measurements made.</summary>
internal sealed class RoofOf
{
    private readonly double _workingSet;
    private readonly List<double[]> _measured = [];

    private RoofOf(IReadOnlyList<Phase> phases, int glimpses, int tile)
    {
        Phases = phases;
        _workingSet = Roof.Phases.WorkingSet(phases, glimpses, tile);
    }

    /// <summary>The phases of the work.</summary>
    public IReadOnlyList<Phase> Phases { get; }

    /// <summary>Seconds of each phase, medians.</summary>
    public IReadOnlyList<double> PhaseSeconds =>
        [.. Enumerable.Range(0, Phases.Count).Select(phase => Contest.Median(_measured.Select(times => times[phase])))];

    /// <summary>Seconds of all of it, the median.</summary>
    public double Seconds => Contest.Median(_measured.Select(times => times.Sum()));

    /// <summary>That of one sample.</summary>
    public static RoofOf Sample(DrawShape shape, int weightSize, int tile) =>
        new(new DrawPhases(shape, weightSize, tile).OfSample(), shape.Glimpses, tile);

    /// <summary>That of one score.</summary>
    public static RoofOf Score(DrawShape shape, int weightSize, int tile) =>
        new(new DrawPhases(shape, weightSize, tile).OfScore(), shape.Glimpses, tile);

    /// <summary>That of one classification.</summary>
    public static RoofOf Classification(ClassifierShape shape, int weightSize, int tile) =>
        new(new ClassifierPhases(shape, weightSize, tile).OfClassification(), shape.Glimpses, tile);

    /// <summary>Takes the rates as they are now.</summary>
    public void Measure(Rates rates)
    {
        double readByte = rates.ReadByte(_workingSet);
        _measured.Add([.. Phases.Select(phase => rates.Least(phase, readByte))]);
    }
}
