using System;
using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>
/// How a matrix of weights lies in memory, and the tile that its micro-kernel computes. A panel holds the weights of
/// <see cref="PanelRows"/> rows side by side, one input after another, so that a kernel reads it from front to back. Sizes are
/// in words of 32 bits: one float32 weight, two of bfloat16, or four of int8.
/// </summary>
internal sealed class PanelFormat
{
    /// <summary>MR: input vectors that share one pass over the weights.</summary>
    public const int BatchTile = 6;

    /// <summary>NR: rows of a panel, and floats of the widest vector. Every row in memory is padded to a multiple.</summary>
    public const int PanelRows = 16;

    /// <summary>Words per row before the weights of an int8 panel: the row's scale, and the correction of its zero point.</summary>
    public const int Int8HeaderWords = 2;

    /// <summary>Inputs that an int8 kernel multiplies at a time: two words of four.</summary>
    public const int Int8Inputs = 8;

    private readonly Func<long, long> _words;
    private readonly Func<string, string> _wordsText;

    private PanelFormat(WeightPrecision precision, Func<long, long> words, Func<string, string> wordsText) =>
        (Precision, _words, _wordsText) = (precision, words, wordsText);

    /// <summary>One weight a word.</summary>
    public static PanelFormat Float32 { get; } = new(WeightPrecision.Float32, inputs => inputs, inputs => inputs);

    /// <summary>The weights of two inputs a word.</summary>
    public static PanelFormat Bfloat16 { get; } = new(
        WeightPrecision.Bfloat16, inputs => (inputs + 1) / 2, inputs => $"({inputs} + 1) / 2");

    /// <summary>The weights of four inputs a word, in steps of eight inputs, after scale and correction.</summary>
    public static PanelFormat Int8 { get; } = new(
        WeightPrecision.Int8,
        inputs => Int8HeaderWords + (inputs + Int8Inputs - 1) / Int8Inputs * 2,
        inputs => $"{Int8HeaderWords} + ({inputs} + {Int8Inputs - 1}) / {Int8Inputs} * 2");

    /// <summary>The precision of the weights.</summary>
    public WeightPrecision Precision { get; }

    /// <summary>
    /// The format of one matrix: int8 models keep the matrices over hidden states and latents in int8, all others in bfloat16.
    /// </summary>
    /// <param name="precision">The model's precision.</param>
    /// <param name="canQuantizeInputs">Whether the matrix's inputs are hidden states or latents.</param>
    public static PanelFormat Of(WeightPrecision precision, bool canQuantizeInputs) => precision switch
    {
        WeightPrecision.Float32 => Float32,
        WeightPrecision.Int8 when canQuantizeInputs => Int8,
        _ => Bfloat16,
    };

    /// <summary>A size rounded up to a multiple of <see cref="PanelRows"/>.</summary>
    public static long Pad(long size) => (size + PanelRows - 1) / PanelRows * PanelRows;

    /// <summary>Words of one row, without a bias.</summary>
    public long Words(long inputs) => _words(inputs);

    /// <summary><see cref="Words(long)"/> as C#.</summary>
    /// <param name="inputs">The constant of the number of inputs.</param>
    public string Words(string inputs) => _wordsText(inputs);

    /// <summary>
    /// Floats of one input vector: the inputs, padded. An int8 kernel quantizes them itself, into the words that follow: four
    /// integers a word, then their absmax.
    /// </summary>
    public long InputFloats(long inputs) => Precision is WeightPrecision.Int8 ? Pad(AbsmaxAt(inputs) + 1) : Pad(inputs);

    /// <summary>Floats of an int8 kernel's input vector before its integers.</summary>
    public static long IntegersAt(long inputs) => Pad(inputs);

    /// <summary>Floats of an int8 kernel's input vector before its absmax, the value of one unit times 63.</summary>
    public static long AbsmaxAt(long inputs) => Pad(inputs) + Pad(inputs) / 4;
}
