using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>
/// The weights of four inputs a word, in steps of eight inputs, after the row's scale and correction. A kernel quantizes its input
/// vector itself, into the words after it: four integers a word, then, of latents, their absmax.
/// </summary>
internal sealed partial class Int8Format : PanelFormat
{
    /// <summary>Words per row before the weights: the row's scale, and the correction of its zero point.</summary>
    public const int HeaderWords = 2;

    /// <summary>Inputs that a kernel multiplies at a time: two words of four.</summary>
    public const int GroupInputs = 8;

    /// <summary>The format.</summary>
    public static Int8Format Instance { get; } = new();

    /// <inheritdoc/>
    public override WeightPrecision Precision => WeightPrecision.Int8;

    /// <summary>Floats of an input vector before its integers.</summary>
    public static long IntegersAt(long inputs) => Pad(inputs);

    /// <summary>Floats of an input vector before its absmax, which is 63 steps of its integers.</summary>
    public static long AbsmaxAt(long inputs) => Pad(inputs) + Pad(inputs) / 4;

    /// <inheritdoc/>
    public override long Words(long inputs) => HeaderWords + (inputs + GroupInputs - 1) / GroupInputs * 2;

    /// <inheritdoc/>
    public override string Words(string inputs) => $"{HeaderWords} + ({inputs} + {GroupInputs - 1}) / {GroupInputs} * 2";

    /// <inheritdoc/>
    public override long InputFloats(long inputs) => Pad(AbsmaxAt(inputs) + 1);
}
