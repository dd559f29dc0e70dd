using System;

namespace DrawAot.Manifest;

/// <summary>
/// How much memory a session takes, in floats: what a manifest is checked for before code is emitted that has these sizes as
/// constants.
/// </summary>
internal static class SessionLayout
{
    /// <summary>Pictures, or glimpses, that share a pass over the weights.</summary>
    public const int Tile = 6;

    /// <summary>The paper's 64 glimpses are looked ahead to at once; their gates are as large as a level-2 cache by then.</summary>
    private const int LargestAhead = 66;

    /// <summary>Floats that a session keeps for glimpses ahead: twice what the paper's MNIST sizes take.</summary>
    private const int LargestAheadSize = 1 << 17;

    /// <summary>Glimpses whose latents are known beforehand that are looked ahead to at once, in whole tiles.</summary>
    public static int GlimpsesAhead(DrawShape shape)
    {
        int gates = DrawTensors.GateCount * PanelLayout.PadToVector(shape.DecoderHidden);
        int largest = Math.Max(Tile, Math.Min(LargestAhead, LargestAheadSize / (gates + PanelLayout.HeadRows(shape))));
        return (Math.Min(shape.Glimpses, largest) + Tile - 1) / Tile * Tile;
    }

    /// <summary>All of it: a tile of pictures, an odd number of vectors apart, and glimpses ahead.</summary>
    public static long Size(DrawShape shape, WeightPrecision precision)
    {
        bool bytes = precision is WeightPrecision.Int8;
        long latent = PanelLayout.PadToVector(shape.Latent), decoder = PanelLayout.PadToVector(shape.DecoderHidden);
        long glimpse = latent + (1 + DrawTensors.GateCount) * decoder + PanelLayout.HeadRows(shape) + (bytes ? 1 + latent / 4 : 0);
        long stride = (Picture(shape, bytes) / PanelLayout.Lanes | 1) * PanelLayout.Lanes;
        return Tile * stride + GlimpsesAhead(shape) * glimpse;
    }

    /// <summary>One picture's buffers, in the order in which they lie.</summary>
    private static long Picture(DrawShape shape, bool bytes)
    {
        long latent = PanelLayout.PadToVector(shape.Latent);
        long decoder = PanelLayout.PadToVector(shape.DecoderHidden), encoder = PanelLayout.PadToVector(shape.EncoderHidden);
        long encoderStates = PanelLayout.PadToVector(shape.DecoderHidden + shape.EncoderHidden);
        long drawing = latent + (3 + DrawTensors.GateCount) * decoder + PanelLayout.HeadRows(shape) + Filters(shape, shape.WriteAttention)
            + PanelLayout.CanvasSize(shape);
        long looking = PanelLayout.PadToVector(shape.ReadSize) + encoderStates + (2 + DrawTensors.GateCount) * encoder
            + PanelLayout.PosteriorRows(shape) + latent;
        long image = shape.ReadAttention is null ? 0
            : 2L * shape.Channels * shape.Height * PanelLayout.PadToVector(shape.Width) + PanelLayout.ReadHeadRows
                + Filters(shape, shape.ReadAttention);
        long integers = bytes ? (latent + decoder + encoderStates) / 4 + PanelLayout.Lanes : 0;
        return (drawing + looking + image + integers) / PanelLayout.Lanes * PanelLayout.Lanes;
    }

    /// <summary>FX, FY, and what comes between the two products with them.</summary>
    private static long Filters(DrawShape shape, int? attention) =>
        (attention ?? 0) * (2L * PanelLayout.PadToVector(shape.Width) + PanelLayout.PadToVector(shape.Height));
}
