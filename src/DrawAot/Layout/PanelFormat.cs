using System;
using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>
/// How a matrix of weights lies in memory, and the tile that its micro-kernel computes. A panel holds the weights of
/// <see cref="PanelRows"/> rows side by side, one input after another, so that a kernel reads it from front to back. Sizes are
/// in words of 32 bits: one float32 weight, two of bfloat16, or four of int8.
/// </summary>
/// <remarks>
/// A precision is one class derived from this one. Its sizes are here; the runtime adds how a row is packed, the generator how a
/// kernel takes weights from a panel.
/// </remarks>
internal abstract partial class PanelFormat
{
    /// <summary>MR: input vectors whose sums a kernel holds in registers, so that each weight, once loaded, serves all of them.</summary>
    public const int BatchTile = 6;

    /// <summary>NR: rows of a panel, and floats of the widest vector. Every row in memory is padded to a multiple.</summary>
    public const int PanelRows = 16;

    /// <summary>The precision of the weights.</summary>
    public abstract WeightPrecision Precision { get; }

    /// <summary>
    /// The format of one matrix. Int8 models keep an LSTM's matrix over hidden states and the decoder's over latents in int8; the
    /// encoder's over r and all heads stay in bfloat16.
    /// </summary>
    /// <param name="precision">The model's precision.</param>
    /// <param name="canQuantizeInputs">Whether the matrix is one of those that int8 models keep in int8.</param>
    public static PanelFormat Of(WeightPrecision precision, bool canQuantizeInputs) => precision switch
    {
        WeightPrecision.Float32 => Float32Format.Instance,
        WeightPrecision.Int8 when canQuantizeInputs => Int8Format.Instance,
        WeightPrecision.Int8 or WeightPrecision.Bfloat16 => Bfloat16Format.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "No format of panels."),
    };

    /// <summary>A size rounded up to a multiple of <see cref="PanelRows"/>.</summary>
    public static long Pad(long size) => (size + PanelRows - 1) / PanelRows * PanelRows;

    /// <summary>Words of one row, without a bias.</summary>
    public abstract long Words(long inputs);

    /// <summary><see cref="Words(long)"/> as C#.</summary>
    /// <param name="inputs">The constant of the number of inputs.</param>
    public abstract string Words(string inputs);

    /// <summary>Floats of one input vector: the inputs, padded, and the scratch of its kernel.</summary>
    public virtual long InputFloats(long inputs) => Pad(inputs);
}
