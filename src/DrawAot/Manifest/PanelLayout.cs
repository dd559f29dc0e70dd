namespace DrawAot.Manifest;

/// <summary>How packed weights lie in memory: what packs them and what emits the code that reads them agree on it here.</summary>
internal static class PanelLayout
{
    /// <summary>Floats in the widest vector that a kernel uses; every row in memory is padded to a multiple.</summary>
    public const int Lanes = 16;

    /// <summary>Rows of weights that one panel holds side by side: four gates of 16 units, or 64 rows of a layer.</summary>
    public const int Rows = DrawTensors.GateCount * Lanes;

    public static int PadToVector(int size) => Pad(size, Lanes);

    public static int PadToPanel(int rows) => Pad(rows, Rows);

    /// <summary>The row of the posterior's layer at which log σ starts, behind μ.</summary>
    public static int FirstLogSigmaRow(DrawShape shape) => PadToVector(shape.Latent);

    /// <summary>The row of the write layer at which the patch starts, behind the window where there is one.</summary>
    public static int FirstPatchRow(DrawShape shape) => shape.WriteAttention is null ? 0 : PadToVector(DrawTensors.WindowSize);

    /// <summary>Floats of a canvas, whose rows are padded where it is written through a window.</summary>
    public static int CanvasSize(DrawShape shape) => PadToVector(
        shape.Channels * shape.Height * (shape.WriteAttention is null ? shape.Width : PadToVector(shape.Width)));

    /// <summary>Floats of all packed weights: some 4·10¹³ for the largest sizes that a manifest may state.</summary>
    public static long PackedSize(DrawShape shape)
    {
        int encoder = PadToVector(shape.EncoderHidden), decoder = PadToVector(shape.DecoderHidden);
        return GatePanels(encoder, (long)shape.ReadSize + shape.DecoderHidden + shape.EncoderHidden)
            + GatePanels(decoder, (long)shape.Latent + shape.DecoderHidden)
            + LayerPanels(FirstLogSigmaRow(shape) + shape.Latent, shape.EncoderHidden)
            + LayerPanels(FirstPatchRow(shape) + shape.PatchSize, shape.DecoderHidden)
            + (shape.ReadAttention is null ? 0 : LayerPanels(DrawTensors.WindowSize, shape.DecoderHidden))
            + encoder + decoder + CanvasSize(shape);
    }

    private static long GatePanels(int hiddenPadded, long inputs) => (long)DrawTensors.GateCount * hiddenPadded * (1 + inputs);

    private static long LayerPanels(int rows, int inputs) => (long)PadToPanel(rows) * (1 + inputs);

    private static int Pad(int size, int multiple) => (size + multiple - 1) / multiple * multiple;
}
