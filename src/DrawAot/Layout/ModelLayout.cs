using System;

namespace DrawAot.Layout;

/// <summary>Every size of a model: its packed weights, and a session's buffers.</summary>
internal abstract class ModelLayout
{
    /// <summary>The most pictures that a session computes together, of any model.</summary>
    public const int LargestBatchSize = 8 * PanelFormat.BatchTile;

    /// <summary>Words of weights beyond which tiles share a pass: 4 MiB, what a core can count on in a level-3 cache.</summary>
    private const long SharedPassWeights = 1 << 20;

    /// <summary>The packed weights.</summary>
    public abstract WeightPlan Weights { get; }

    /// <summary>The buffers of one picture of a batch.</summary>
    public abstract BufferPlan Picture { get; }

    /// <summary>
    /// Floats from one picture of a batch to the next: an odd number of vectors, so that the pictures of a tile fall into
    /// different sets of the cache.
    /// </summary>
    public Extent PictureStride => new(
        "PictureStride", (PanelFormat.Pad(Picture.Floats) / PanelFormat.PanelRows | 1) * PanelFormat.PanelRows, "from one picture of a batch to the next");

    /// <summary>
    /// Pictures of a batch that share each pass over the weights. Where the weights stay in a cache, a tile; where every pass reads
    /// them from memory, up to eight tiles, as long as the pictures' buffers take no more than a quarter of the weights' room.
    /// </summary>
    public Extent BatchSize
    {
        get
        {
            long weights = Weights.Words, tile = PanelFormat.BatchTile * PictureStride.Value;
            long tiles = weights <= SharedPassWeights ? 1 : Math.Min(LargestBatchSize / PanelFormat.BatchTile, weights / 4 / tile);
            return new Extent("BatchSize", Math.Max(1, tiles) * PanelFormat.BatchTile, "pictures that share a pass over the weights");
        }
    }

    /// <summary>Floats of the buffers of a whole batch, where those of a family begin that no picture of a batch has.</summary>
    public Extent BatchFloats => new("BatchSize * PictureStride", BatchSize.Value * PictureStride.Value);

    /// <summary>Floats of a session.</summary>
    public virtual long SessionFloats => BatchFloats.Value;
}
