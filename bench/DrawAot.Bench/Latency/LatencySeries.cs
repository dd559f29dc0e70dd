namespace DrawAot.Bench.Latency;

/// <summary>The times of the calls of one kind in one condition of the machine.</summary>
/// <param name="Condition">Quiet, or beside other work.</param>
/// <param name="Call">The call, by the name that the C program gives it.</param>
/// <param name="Calls">Number of calls.</param>
/// <param name="Median">Microseconds that half of them do not exceed.</param>
/// <param name="Percentile99">Microseconds that 99% of them do not exceed.</param>
/// <param name="Percentile999">Microseconds that 99.9% of them do not exceed.</param>
/// <param name="Longest">Microseconds of the longest.</param>
/// <param name="Bins">The bins that have calls, in order.</param>
internal sealed record LatencySeries(
    string Condition, string Call, long Calls, double Median, double Percentile99, double Percentile999, double Longest, IReadOnlyList<LatencyBin> Bins);
