namespace DrawAot.Cli;

/// <summary>The score of an image, in nats.</summary>
/// <param name="Nats">The bound, the mean over the draws of its noise.</param>
/// <param name="Parts">Its parts, means likewise; null of an importance-weighted bound, which has none.</param>
/// <param name="MonteCarloError">The standard error of the mean over the draws; null where there was one draw, which tells nothing about it.</param>
internal sealed record ScoredImage(double Nats, Score? Parts, double? MonteCarloError);
