using DrawAot.Bench.Roof;

namespace DrawAot.Bench.Ratios;

/// <summary>The headline comparisons, and the roofs that belong to them.</summary>
/// <param name="Ratios">The comparisons.</param>
/// <param name="Roofs">Each piece of work beside its roof.</param>
internal sealed record HeadlineResults(IReadOnlyList<Ratio> Ratios, IReadOnlyList<RoofRow> Roofs);
