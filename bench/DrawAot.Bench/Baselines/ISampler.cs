namespace DrawAot.Bench.Baselines;

/// <summary>
/// An engine that draws the shipped model's pictures. In every engine the picture of a seed and an index is the
/// same: all take their latents from <see cref="Numerics.Normals"/>, inside what is timed.
/// </summary>
internal interface ISampler : IDisposable
{
    /// <summary>Draws the pictures first, first + 1, … of a seed.</summary>
    /// <param name="seed">Seed of a whole run.</param>
    /// <param name="first">Number of the first picture.</param>
    /// <param name="images">Receives the batch for which this sampler was made [n, C, B, A].</param>
    void Sample(ulong seed, ulong first, Span<float> images);
}
