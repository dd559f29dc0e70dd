using System.Collections.Generic;
using DrawAot.Layout;

namespace DrawAot.Manifest;

/// <summary>The sizes of a DRAW model.</summary>
/// <param name="Width">Image width A, in pixels.</param>
/// <param name="Height">Image height B, in pixels.</param>
/// <param name="Channels">Image channels C.</param>
/// <param name="Glimpses">Number of glimpses T.</param>
/// <param name="Latent">Size Z of the latent vector of one glimpse.</param>
/// <param name="EncoderHidden">Hidden size He of the encoder LSTM.</param>
/// <param name="DecoderHidden">Hidden size Hd of the decoder LSTM.</param>
/// <param name="ReadAttention">Filters N along each side of the read window, or null to read the whole image.</param>
/// <param name="WriteAttention">Filters N along each side of the write window, or null to write the whole canvas.</param>
public sealed record DrawShape(
    int Width,
    int Height,
    int Channels,
    int Glimpses,
    int Latent,
    int EncoderHidden,
    int DecoderHidden,
    int? ReadAttention,
    int? WriteAttention)
    : ModelShape(Width, Height, Channels, Glimpses)
{
    /// <summary>Values in one glimpse's read, R: the patch of x and then that of x̂, 2·C·N·N or 2·C·B·A.</summary>
    public int ReadSize => 2 * (ReadAttention is int n ? Channels * n * n : PixelCount);

    /// <summary>Values in the patch that one glimpse writes: C·N·N, or C·B·A without attention.</summary>
    public int PatchSize => WriteAttention is int n ? Channels * n * n : PixelCount;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelTensor> Tensors => DrawTensors.Of(this);

    internal override ModelLayout Layout(WeightPrecision precision) => new DrawLayout(this, precision);
}
