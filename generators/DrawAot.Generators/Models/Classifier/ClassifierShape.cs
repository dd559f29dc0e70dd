using System.Collections.Generic;
using DrawAot.Layout;

namespace DrawAot.Manifest;

/// <summary>The sizes of a glimpse classifier (section 4.1 of the DRAW paper).</summary>
/// <param name="Width">Image width A, in pixels.</param>
/// <param name="Height">Image height B, in pixels.</param>
/// <param name="Channels">Image channels C.</param>
/// <param name="Glimpses">Number of glimpses T.</param>
/// <param name="Hidden">Hidden size H of the LSTM.</param>
/// <param name="ReadAttention">Filters N along each side of the read window.</param>
/// <param name="ClassCount">Number of classes K.</param>
public sealed record ClassifierShape(
    int Width,
    int Height,
    int Channels,
    int Glimpses,
    int Hidden,
    int ReadAttention,
    int ClassCount)
    : ModelShape(Width, Height, Channels, Glimpses)
{
    /// <summary>Values in one glimpse's read, R: the patch of x, C·N·N.</summary>
    public int ReadSize => Channels * ReadAttention * ReadAttention;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelTensor> Tensors => ClassifierTensors.Of(this);

    internal override ModelLayout Layout(WeightPrecision precision) => new ClassifierLayout(this, precision);
}
