namespace DrawAot.Bench.Report;

/// <summary>One case of a question.</summary>
/// <param name="Case">The engine, or what was measured.</param>
/// <param name="Count">Pieces of work in one call: pictures in a batch.</param>
/// <param name="Threads">Threads that it could use.</param>
/// <param name="Seconds">Of one call, the median.</param>
internal sealed record Measurement(string Case, int Count, int Threads, double Seconds);
