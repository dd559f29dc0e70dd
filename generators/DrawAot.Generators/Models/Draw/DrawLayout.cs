using System;
using System.Collections.Generic;
using System.Linq;
using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>Every size of a DRAW model: named constants, packed weights, and a session's buffers.</summary>
internal sealed class DrawLayout : ModelLayout
{
    /// <summary>The most glimpses that one image decodes at once: the paper's 64, in whole tiles.</summary>
    private const int LargestSequence = 66;

    /// <summary>Floats that a session spends on glimpses decoded at once: twice what the paper's MNIST sizes take.</summary>
    private const int LargestSequenceSize = 1 << 17;

    /// <summary>Lays out a model.</summary>
    public DrawLayout(DrawShape shape, WeightPrecision precision)
    {
        Shape = shape;
        Image = new ImageLayout(shape, isPadded: shape.ReadAttention is not null);
        Latents = new Extent("Latent", shape.Latent, "Z");
        ReadSize = new Extent("ReadSize", shape.ReadSize, shape.ReadAttention is null ? "R, all of x and of x̂" : "R, the patch of x and that of x̂");

        Decoder = new LstmLayout(
            "Decoder", "decoder", "decoder LSTM", "h_dec", shape.DecoderHidden, Latents, "z", canQuantizeInput: true, otherStates: null, otherSymbol: "", precision);
        PanelFormat latentFormat = Decoder.InputProjection.Format;
        LatentSize = new Extent("LatentSize", latentFormat.InputFloats(shape.Latent), LstmLayout.RoomOf(latentFormat));
        Encoder = new LstmLayout(
            "Encoder", "encoder", "encoder LSTM", "h_enc", shape.EncoderHidden, ReadSize, "r", canQuantizeInput: false, Decoder.Hidden, "h_dec", precision);

        int firstPatchRow = shape.WriteAttention is null ? 0 : ModelTensors.WindowSize;
        FirstPatchRow = new Extent("FirstPatchRow", firstPatchRow, "of the heads, after the window's 5 rows");
        PatchSize = new Extent("PatchSize", shape.PatchSize, shape.WriteAttention is null ? "C·B·A" : "C·N·N");
        HeadRows = new Extent(
            "HeadRows", PanelFormat.Pad((long)firstPatchRow + shape.PatchSize),
            shape.WriteAttention is null ? "the patch, padded to a panel" : "window and patch, padded to a panel");
        PosteriorRows = new Extent("PosteriorRows", PanelFormat.Pad(2L * shape.Latent), "μ and log σ, padded to a panel");
        long canvasStride = shape.WriteAttention is null ? shape.Width : PanelFormat.Pad(shape.Width);
        CanvasStride = new Extent("CanvasStride", canvasStride, "from one row of the canvas to the next");
        CanvasSize = new Extent("CanvasSize", PanelFormat.Pad((long)shape.Channels * shape.Height * canvasStride), "floats: C·B rows, padded to a vector");

        PosteriorHeads = DenseLayout.Block(
            "PosteriorHeads", "μ and log σ over h_enc", PosteriorRows, Encoder.Hidden, precision,
            ("latent.mean", shape.Latent), ("latent.log_sigma", shape.Latent));
        WriteHeads = DenseLayout.Block(
            "WriteHeads", shape.WriteAttention is null ? "the patch over h_dec" : "window and patch over h_dec", HeadRows, Decoder.Hidden, precision,
            [.. shape.WriteAttention is null ? Enumerable.Empty<(string, int)>() : [("write.window", ModelTensors.WindowSize)], ("write.patch", shape.PatchSize)]);
        CanvasInitial = new ValueBlock(
            "CanvasInitial", "c₀", "canvas.initial", shape.Channels * shape.Height, shape.Width, (int)canvasStride, CanvasSize);

        Latent = new StateBlock("Latent", "z", LatentSize);
        Heads = new StateBlock("Heads", shape.WriteAttention is null ? "patch w" : "window and patch w", HeadRows);
        Canvas = new StateBlock("Canvas", "c, logits", CanvasSize);
        Read = new StateBlock("Read", "r", ReadSize.Padded);
        Posterior = new StateBlock("Posterior", "μ and log σ", PosteriorRows);
        Noise = new StateBlock("Noise", "ε", Latents.Padded);
        (ImagePart, ErrorImagePart) = (new StatePart(Read), new StatePart(Read, Image.PixelCount));
        (LogSigma, Patch) = (new StatePart(Posterior, Latents), new StatePart(Heads, FirstPatchRow));
        List<StateBlock> writeBlocks = [], readBlocks = [];
        if (shape.WriteAttention is int write)
        {
            var filters = new Extent("WriteFilters", write, "N, along each side of the write window");
            WriteFilters = new FilterbankLayout("Write", filters, Image.Width.Padded, Image.Height.Padded);
            writeBlocks = [WriteFilters.X, WriteFilters.Y, new StateBlock("PatchRows", "w·FX / γ", filters, Image.Width.Padded)];
        }

        if (shape.ReadAttention is int read)
        {
            WindowedRead = new ReadLayout(Image, read, Decoder.Hidden, "h_dec", precision);
            var errorImage = new StateBlock("ErrorImage", "x̂", Image.Size);
            (ImagePart, ErrorImagePart) = (new StatePart(WindowedRead.Image), new StatePart(errorImage));
            readBlocks =
            [
                WindowedRead.Image, errorImage, WindowedRead.Window, WindowedRead.Filterbanks.X, WindowedRead.Filterbanks.Y, WindowedRead.Rows,
            ];
        }

        IEnumerable<WeightBlock> readHead = WindowedRead is null ? [] : [WindowedRead.Head];
        Weights = new WeightPlan(
        [
            Decoder.InputProjection, Decoder.Recurrence, WriteHeads, Encoder.InputProjection, Encoder.Recurrence, PosteriorHeads, .. readHead,
            Decoder.Initial, Encoder.Initial, CanvasInitial,
        ]);
        Picture = new BufferPlan(
        [
            Latent, Decoder.StatesBlock, Decoder.Cell, Decoder.Output, Decoder.Gates, Heads, .. writeBlocks, Canvas,
            Read, Encoder.StatesBlock, Encoder.Cell, Encoder.Output, Encoder.Gates, Posterior, Noise, .. readBlocks,
        ]);

        SequenceGlimpses = new Extent("SequenceGlimpses", LongestSequence(), "room for glimpses of known latents, decoded at once: whole tiles");
        SequenceLatents = new StateBlock("SequenceLatents", "z", SequenceGlimpses, LatentSize);
        Sequence = new BufferPlan(
        [
            SequenceLatents,
            new StateBlock("SequenceGates", "b + W·z", SequenceGlimpses, Decoder.GateRows),
            new StateBlock("SequenceOutputs", "h_dec", SequenceGlimpses, Decoder.HiddenPadded),
            new StateBlock("SequenceHeads", Heads.Meaning, SequenceGlimpses, HeadRows),
        ]);
    }

    /// <summary>The model's sizes as its manifest states them.</summary>
    public DrawShape Shape { get; }

    /// <inheritdoc/>
    public override WeightPlan Weights { get; }

    /// <inheritdoc/>
    public override BufferPlan Picture { get; }

    /// <summary>The buffers for one picture whose latents are known, after those of the batch.</summary>
    public BufferPlan Sequence { get; }

    /// <inheritdoc/>
    public override long SessionFloats => base.SessionFloats + Sequence.Floats;

    public ImageLayout Image { get; }

    public Extent Latents { get; }

    /// <summary>Floats of the buffer of one latent.</summary>
    public Extent LatentSize { get; }

    public Extent ReadSize { get; }

    public Extent PosteriorRows { get; }

    public Extent HeadRows { get; }

    public Extent FirstPatchRow { get; }

    public Extent PatchSize { get; }

    public Extent CanvasStride { get; }

    public Extent CanvasSize { get; }

    public Extent SequenceGlimpses { get; }

    public LstmLayout Decoder { get; }

    public LstmLayout Encoder { get; }

    public MatrixBlock PosteriorHeads { get; }

    public MatrixBlock WriteHeads { get; }

    public ValueBlock CanvasInitial { get; }

    /// <summary>The read through a window; null without attention.</summary>
    public ReadLayout? WindowedRead { get; }

    public FilterbankLayout? WriteFilters { get; }

    public StateBlock SequenceLatents { get; }

    public StateBlock Latent { get; }

    public StateBlock Heads { get; }

    public StateBlock Canvas { get; }

    public StateBlock Read { get; }

    public StateBlock Posterior { get; }

    public StateBlock Noise { get; }

    /// <summary>x: the first half of <see cref="Read"/> without attention.</summary>
    public StatePart ImagePart { get; }

    /// <summary>x̂: the second half of <see cref="Read"/> without attention.</summary>
    public StatePart ErrorImagePart { get; }

    /// <summary>log σ, after μ.</summary>
    public StatePart LogSigma { get; }

    /// <summary>w, after the parameters of the write window.</summary>
    public StatePart Patch { get; }

    private long LongestSequence()
    {
        const int Tile = PanelFormat.BatchTile;
        long largest = Math.Max(Tile, Math.Min(LargestSequence, LargestSequenceSize / (Decoder.GateRows.Value + HeadRows.Value)));
        return (Math.Min(Shape.Glimpses, largest) + Tile - 1) / Tile * Tile;
    }
}
