using System.Diagnostics;
using System.Globalization;

namespace DrawAot.RandomCases;

/// <summary>
/// The seeds of a test over random inputs, one seed a case. A test draws the seeds 0, 1, 2, … up to its number of cases, the same in
/// each run. DRAWAOT_FUZZ_MINUTES draws cases for that many minutes instead, from a random seed on. DRAWAOT_FUZZ_SEED states the
/// first seed, so that a failed case is drawn first.
/// </summary>
public static class CaseSeeds
{
    private const string MinutesVariable = "DRAWAOT_FUZZ_MINUTES", SeedVariable = "DRAWAOT_FUZZ_SEED";

    /// <summary>The seeds of a run.</summary>
    /// <param name="count">The number of cases, unless DRAWAOT_FUZZ_MINUTES is set.</param>
    public static IEnumerable<int> Take(int count) => Take(
        count, Environment.GetEnvironmentVariable(MinutesVariable), Environment.GetEnvironmentVariable(SeedVariable));

    /// <summary>The setting that makes a test begin with the case of this seed, for messages.</summary>
    public static string Setting(int seed) => $"{SeedVariable}={seed}";

    internal static IEnumerable<int> Take(int count, string? minutes, string? first)
    {
        TimeSpan? duration = minutes is { Length: > 0 } ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)) : null;
        int seed = first is { Length: > 0 } ? int.Parse(first, CultureInfo.InvariantCulture) : duration is null ? 0 : Random.Shared.Next();
        long start = Stopwatch.GetTimestamp();
        for (int drawn = 0; duration is null ? drawn < count : drawn == 0 || Stopwatch.GetElapsedTime(start) < duration; drawn++)
        {
            yield return unchecked(seed + drawn);
        }
    }
}
