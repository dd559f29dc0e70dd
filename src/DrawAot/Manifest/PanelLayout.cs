namespace DrawAot.Manifest;

/// <summary>
/// How packed weights lie in memory: what packs them and what emits the code that reads them agree on it here. A panel
/// holds 16 rows of a matrix side by side, their weights of one input after another, so that a kernel reads it from
/// front to back. Sizes are in words of 32 bits: a float, two weights of bfloat16, or four of int8.
/// </summary>
internal static class PanelLayout
{
    /// <summary>Floats in the widest vector that a kernel uses, and rows in a panel; every row in memory is padded to a multiple.</summary>
    public const int Lanes = 16;

    /// <summary>Inputs of an int8 panel that are multiplied before the products are widened: two vectors of four inputs by 16 rows.</summary>
    public const int Int8Inputs = 8;

    /// <summary>Words per row in front of an int8 panel: the row's scale, and what its products are too large by.</summary>
    public const int Int8Header = 2;

    public static int PadToVector(int size) => (size + Lanes - 1) / Lanes * Lanes;

    /// <summary>Rows of the layer that says where to look.</summary>
    public static int ReadHeadRows => PadToVector(DrawTensors.WindowSize);

    /// <summary>Rows of the posterior's layer: μ, then log σ.</summary>
    public static int PosteriorRows(DrawShape shape) => PadToVector(2 * shape.Latent);

    /// <summary>The row of the write layer at which the patch starts, behind the window where there is one.</summary>
    public static int FirstPatchRow(DrawShape shape) => shape.WriteAttention is null ? 0 : DrawTensors.WindowSize;

    /// <summary>Rows of the write layer.</summary>
    public static int HeadRows(DrawShape shape) => PadToVector(FirstPatchRow(shape) + shape.PatchSize);

    /// <summary>Floats of a canvas, whose rows are padded where it is written through a window.</summary>
    public static int CanvasSize(DrawShape shape) => PadToVector(
        shape.Channels * shape.Height * (shape.WriteAttention is null ? shape.Width : PadToVector(shape.Width)));

    /// <summary>
    /// How weights are stored whose inputs stay floats: in a model with weights of 8 bits those of all but latents and
    /// hidden states.
    /// </summary>
    public static WeightPrecision OfFloatInputs(WeightPrecision precision) =>
        precision is WeightPrecision.Int8 ? WeightPrecision.Bfloat16 : precision;

    /// <summary>Words that a row of an affine layer takes, its bias included.</summary>
    public static long LayerWords(long inputs, WeightPrecision precision) => 1 + RecurrentWords(inputs, precision);

    /// <summary>Words that a row of an LSTM's matrix over hidden states takes; its bias is with the other inputs.</summary>
    public static long RecurrentWords(long inputs, WeightPrecision precision) => precision switch
    {
        WeightPrecision.Float32 => inputs,
        WeightPrecision.Bfloat16 => (inputs + 1) / 2,
        _ => Int8Header + (inputs + Int8Inputs - 1) / Int8Inputs * 2,
    };

    /// <summary>Words of all packed weights: some 4·10¹³ for the largest sizes that a manifest may state.</summary>
    public static long PackedSize(DrawShape shape, WeightPrecision precision)
    {
        long encoder = PadToVector(shape.EncoderHidden), decoder = PadToVector(shape.DecoderHidden);
        WeightPrecision layers = OfFloatInputs(precision);
        return Layer(DrawTensors.GateCount * encoder, shape.ReadSize)
            + DrawTensors.GateCount * encoder * RecurrentWords((long)shape.DecoderHidden + shape.EncoderHidden, precision)
            + DrawTensors.GateCount * decoder * LayerWords(shape.Latent, precision)
            + DrawTensors.GateCount * decoder * RecurrentWords(shape.DecoderHidden, precision)
            + Layer(PosteriorRows(shape), shape.EncoderHidden)
            + Layer(HeadRows(shape), shape.DecoderHidden)
            + (shape.ReadAttention is null ? 0 : Layer(ReadHeadRows, shape.DecoderHidden))
            + encoder + decoder + CanvasSize(shape);

        long Layer(long rows, long inputs) => rows * LayerWords(inputs, layers);
    }
}
