using System.Globalization;
using DrawAot.Runtime;
using Xunit;

namespace DrawAot.Conformance;

/// <summary>Every intermediate of every glimpse of an image that is drawn again, and what it costs.</summary>
/// <param name="Glimpses">Of each glimpse all of <see cref="Parts"/>, without padding; filters are empty without attention.</param>
/// <param name="ReconstructionLoss">L_x in nats.</param>
/// <param name="LatentLoss">L_z in nats.</param>
public sealed record Trace(
    IReadOnlyList<IReadOnlyDictionary<DrawBuffer, double[]>> Glimpses, double ReconstructionLoss, double LatentLoss)
{
    /// <summary>
    /// What two engines may differ by: an absolute error where a part's values are of order 1, and a relative one, of its
    /// largest value at that glimpse, where they are larger.
    /// </summary>
    public const double Tolerance = 1e-5;

    /// <summary>
    /// The same for the filters of a trained model, and for all that TorchSharp computes of one. It moves its window off the picture when it is done, and there a
    /// filter's weights fall by e^(d/σ²) from pixel to pixel, d pixels away: by as much grows what rounding did to d. What
    /// generated code reads, writes and draws through such filters is held to <see cref="Tolerance"/> all the same.
    /// </summary>
    public const double TrainedTolerance = 1e-4;

    /// <summary>
    /// The bound on any picture of a trained model, whose decoder amplifies rounding errors in a few pictures: nine of ten are
    /// within <see cref="Tolerance"/>. Of a hundred, the worst is off by 3.8e-5. In NumPy, of a thousand, the same equations in float32 are
    /// off by 5.3e-5 at worst, and in double precision, with states and filters alone rounded to float32, by 4.5e-5.
    /// </summary>
    public const double TrainedPictureTolerance = 5e-5;

    /// <summary>
    /// The bound for a trained model whose weights have 16 bits, whose sums keep less of what they round off: nine of ten pictures are
    /// within 2e-5, the worst of a hundred was off by 1.3e-4 with one set of weights and is off by 5.2e-5 with another.
    /// </summary>
    public const double TrainedBfloat16Tolerance = 2e-4;

    /// <summary>The results of a glimpse, in the order in which it computes them.</summary>
    public static IReadOnlyList<DrawBuffer> Parts { get; } =
        [.. Enum.GetValues<DrawBuffer>().Except([DrawBuffer.Image, DrawBuffer.Noise])];

    /// <summary>The values of a part, of one glimpse after another.</summary>
    public double[] All(DrawBuffer part) => [.. Glimpses.SelectMany(glimpse => glimpse[part])];

    /// <summary>Requires another engine's trace to be the same, and says where the two first differ by more than is allowed.</summary>
    /// <param name="expected">The other trace.</param>
    /// <param name="model">Of which model they are.</param>
    /// <param name="tolerance">What parts may differ by.</param>
    /// <param name="filterTolerance">What filters may differ by.</param>
    public void RequireCloseTo(Trace expected, string model, double tolerance = Tolerance, double filterTolerance = Tolerance)
    {
        Deviation[] deviations = [.. From(expected)];
        foreach (IGrouping<string, Deviation> part in deviations.GroupBy(deviation => deviation.Where.Split(' ')[0]))
        {
            double worst = part.Max(deviation => deviation.Error);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.Key}: {worst:g3}"));
        }

        Deviation? first = deviations.FirstOrDefault(
            deviation => !(deviation.Error <= (deviation.Where.Contains("Filter", StringComparison.Ordinal) ? filterTolerance : tolerance)));
        Assert.True(first is null, $"{model}: {first}");
    }

    /// <summary>The largest deviation from another trace in each part and each glimpse, from the first to the last.</summary>
    private IEnumerable<Deviation> From(Trace expected)
    {
        if (Glimpses.Count != expected.Glimpses.Count)
        {
            throw new ArgumentException($"{Glimpses.Count} glimpses were compared with {expected.Glimpses.Count}.");
        }

        for (int t = 0; t < Glimpses.Count; t++)
        {
            foreach (DrawBuffer part in Parts)
            {
                if (Deviation.Worst($"{part} of glimpse {t + 1}", expected.Glimpses[t][part], Glimpses[t][part]) is Deviation worst)
                {
                    yield return worst;
                }
            }
        }

        yield return Deviation.Worst("L_x", [expected.ReconstructionLoss], [ReconstructionLoss])!;
        yield return Deviation.Worst("L_z", [expected.LatentLoss], [LatentLoss])!;
    }
}

/// <summary>By how much a value is off.</summary>
/// <param name="Where">Part and glimpse.</param>
/// <param name="Index">Which of its values.</param>
/// <param name="Expected">What it should be.</param>
/// <param name="Actual">What it is.</param>
/// <param name="Error">The difference, in units of the part's largest value where that exceeds 1.</param>
public sealed record Deviation(string Where, int Index, double Expected, double Actual, double Error)
{
    /// <summary>The largest one between two vectors; null where they are empty.</summary>
    public static Deviation? Worst(string where, double[] expected, double[] actual)
    {
        if (expected.Length != actual.Length)
        {
            throw new ArgumentException($"{where} holds {actual.Length} values; {expected.Length} were expected.");
        }

        double scale = expected.Aggregate(1.0, (largest, value) => Math.Max(largest, Math.Abs(value)));
        return expected
            .Select((value, k) => new Deviation(where, k, value, actual[k], Math.Abs(value - actual[k]) / scale))
            .MaxBy(deviation => double.IsNaN(deviation.Error) ? double.PositiveInfinity : deviation.Error);
    }

    /// <summary>Whether it is small enough, and a number.</summary>
    public bool IsAllowed => Error <= Trace.Tolerance;

    /// <summary>A sentence.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Where}, value {Index}: {Actual:g9} where {Expected:g9} was expected, off by {Error:g3}.");
}
