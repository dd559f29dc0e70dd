namespace DrawAot.Bench.Latency;

/// <summary>A bin of a histogram.</summary>
/// <param name="Lower">Its lower edge in microseconds.</param>
/// <param name="Upper">Its upper edge in microseconds, which does not belong to it.</param>
/// <param name="Calls">Number of calls that took so long, 1 or more.</param>
internal sealed record LatencyBin(double Lower, double Upper, long Calls);
