namespace DrawAot.Layout;

/// <summary>Every size of a model: its packed weights, and a session's buffers.</summary>
internal abstract class ModelLayout
{
    /// <summary>The packed weights.</summary>
    public abstract WeightPlan Weights { get; }

    /// <summary>The buffers of one picture of a batch tile.</summary>
    public abstract BufferPlan Picture { get; }

    /// <summary>
    /// Floats from one picture of a batch tile to the next: an odd number of vectors, so that the pictures of a tile fall into
    /// different sets of the cache.
    /// </summary>
    public Extent PictureStride => new(
        "PictureStride", (PanelFormat.Pad(Picture.Floats) / PanelFormat.PanelRows | 1) * PanelFormat.PanelRows, "from one picture of a batch tile to the next");

    /// <summary>Floats of the buffers of a whole batch tile, where those of a family begin that no picture of a tile has.</summary>
    public Extent TileFloats => new("BatchTile * PictureStride", PanelFormat.BatchTile * PictureStride.Value);

    /// <summary>Floats of a session.</summary>
    public virtual long SessionFloats => TileFloats.Value;
}
