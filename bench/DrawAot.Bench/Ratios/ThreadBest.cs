namespace DrawAot.Bench.Ratios;

/// <summary>An engine at its best.</summary>
/// <param name="Work">What it does.</param>
/// <param name="Engine">The engine's name.</param>
/// <param name="Threads">The number of threads at which it was the fastest.</param>
/// <param name="Count">The size of a batch at which it was.</param>
/// <param name="Seconds">Of one piece, the median.</param>
internal sealed record ThreadBest(string Work, string Engine, int Threads, int Count, double Seconds);
