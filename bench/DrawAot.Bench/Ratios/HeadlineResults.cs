using DrawAot.Bench.Roof;

namespace DrawAot.Bench.Ratios;

/// <summary>The headline comparisons, and the roofs that belong to them.</summary>
/// <param name="Ratios">The comparisons, on one core.</param>
/// <param name="Threads">Every engine at its best number of threads, in time as it passes.</param>
/// <param name="AtBest">DrawAot against the best baseline, all at their best numbers of threads.</param>
/// <param name="Roofs">Each piece of work beside its roof.</param>
internal sealed record HeadlineResults(
    IReadOnlyList<Ratio> Ratios, IReadOnlyList<ThreadBest> Threads, IReadOnlyList<Ratio> AtBest, IReadOnlyList<RoofRow> Roofs);
