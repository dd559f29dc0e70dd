using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DrawAot.Layout;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Runtime;

namespace DrawAot;

/// <summary>
/// The state of a DRAW model's session, the two halves of a glimpse, and all glimpses of a picture whose latents are known. The
/// generator emits one class that derives from it for each model; <see cref="DrawSession"/> calls it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class DrawState : ModelState
{
    private readonly BufferView[] _views;
    private readonly AttentionWindow[] _readWindows, _writeWindows;
    private readonly BufferView _encoderHidden, _encoderCell, _decoderHidden, _decoderCell, _canvas;
    private readonly int _encoderInitial, _decoderInitial, _canvasInitial;
    private readonly int _sequenceLatents, _latentStride;

    /// <summary>Allocates the buffers and retains the weights.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="precision">How its weights are stored.</param>
    /// <param name="weights">The packed weights.</param>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    [SuppressMessage(
        "ApiDesign", "RS0022:Constructor make noninheritable base class inheritable",
        Justification = "Emitted states derive from this class and use the protected members of its base class.")]
    protected DrawState(DrawShape shape, WeightPrecision precision, AlignedMemory weights)
        : this(shape, new DrawLayout(shape, precision), weights)
    {
    }

    private DrawState(DrawShape shape, DrawLayout layout, AlignedMemory weights)
        : base(weights, layout)
    {
        Shape = shape;
        MaxSequence = (int)layout.SequenceGlimpses.Value;
        (_readWindows, _writeWindows) = (new AttentionWindow[MaxPictures], new AttentionWindow[MaxPictures]);
        _views = Views(layout);
        _encoderInitial = (int)layout.Weights.Start(layout.Encoder.Initial);
        _decoderInitial = (int)layout.Weights.Start(layout.Decoder.Initial);
        _canvasInitial = (int)layout.Weights.Start(layout.CanvasInitial);
        (_encoderHidden, _encoderCell) = (_views[(int)DrawBuffer.EncoderHidden], _views[(int)DrawBuffer.EncoderCell]);
        (_decoderHidden, _decoderCell) = (_views[(int)DrawBuffer.DecoderHidden], _views[(int)DrawBuffer.DecoderCell]);
        _canvas = View(layout, layout.Canvas, 1, layout.CanvasSize.Value);
        _sequenceLatents = (int)(layout.BatchFloats.Value + layout.Sequence.Start(layout.SequenceLatents));
        _latentStride = (int)layout.LatentSize.Value;
    }

    /// <summary>The model's sizes.</summary>
    public DrawShape Shape { get; }

    /// <summary>The most glimpses that <see cref="DecodeSequence"/> takes.</summary>
    public int MaxSequence { get; }

    /// <summary>A buffer of one picture of the pass. Callers keep this object reachable while they use it.</summary>
    public Rows this[DrawBuffer buffer, int picture = 0] => RowsOf(picture, _views[(int)buffer]);

    /// <summary>The read window of a picture's last glimpse; the default without attention.</summary>
    public AttentionWindow ReadWindow(int picture) => _readWindows[picture];

    /// <summary>The write window of a picture's last glimpse; the default without attention.</summary>
    public AttentionWindow WriteWindow(int picture) => _writeWindows[picture];

    /// <summary>z of one of the glimpses that <see cref="DecodeSequence"/> will decode [Z].</summary>
    public Span<float> SequenceLatent(int glimpse) => Memory.Slice(_sequenceLatents + glimpse * _latentStride, Shape.Latent);

    /// <summary>Sets the first pictures of the pass to the start: both h ← h₀, both c ← 0, and the canvas ← c₀.</summary>
    public void Begin(int pictures)
    {
        for (int p = 0; p < pictures; p++)
        {
            Initialise(_encoderHidden, _encoderInitial);
            Initialise(_decoderHidden, _decoderInitial);
            Initialise(_canvas, _canvasInitial);
            Buffer(p, _encoderCell.Start, _encoderCell.Width).Clear();
            Buffer(p, _decoderCell.Start, _decoderCell.Width).Clear();

            void Initialise(BufferView view, int block) => Packed.Slice(block, view.Width).CopyTo(Buffer(p, view.Start, view.Width));
        }

        GC.KeepAlive(this);
    }

    /// <summary>The first half of a glimpse of the first pictures: from the image x and the canvas to μ and log σ.</summary>
    public abstract void EncodeStep(int pictures);

    /// <summary>The second half of a glimpse of the first pictures: from the latent z to the canvas.</summary>
    public abstract void DecodeStep(int pictures);

    /// <summary>
    /// <see cref="DecodeStep"/> of the first picture for glimpses whose latents are known: the products before and after the
    /// recurrence are computed for several glimpses at a time.
    /// </summary>
    /// <param name="glimpses">How many, up to <see cref="MaxSequence"/>.</param>
    public abstract void DecodeSequence(int glimpses);

    /// <summary>Stores the read window of a picture's glimpse.</summary>
    protected void SetReadWindow(int picture, AttentionWindow window) => _readWindows[picture] = window;

    /// <summary>Stores the write window of a picture's glimpse.</summary>
    protected void SetWriteWindow(int picture, AttentionWindow window) => _writeWindows[picture] = window;

    private static BufferView[] Views(DrawLayout layout)
    {
        DrawShape shape = layout.Shape;
        int rows = shape.Channels * shape.Height, latent = shape.Latent;
        var views = new BufferView[Enum.GetValues<DrawBuffer>().Length];
        foreach (DrawBuffer buffer in Enum.GetValues<DrawBuffer>())
        {
            views[(int)buffer] = buffer switch
            {
                DrawBuffer.Image => View(layout, layout.ImagePart, rows, shape.Width, layout.Image.Stride.Value),
                DrawBuffer.ErrorImage => View(layout, layout.ErrorImagePart, rows, shape.Width, layout.Image.Stride.Value),
                DrawBuffer.ReadFilterX => Filters(layout.WindowedRead?.Filterbanks.X, shape.Width),
                DrawBuffer.ReadFilterY => Filters(layout.WindowedRead?.Filterbanks.Y, shape.Height),
                DrawBuffer.Read => View(layout, layout.Read, 1, shape.ReadSize),
                DrawBuffer.EncoderHidden => View(layout, layout.Encoder.OwnStates, 1, shape.EncoderHidden),
                DrawBuffer.EncoderCell => View(layout, layout.Encoder.Cell, 1, shape.EncoderHidden),
                DrawBuffer.Mean => View(layout, layout.Posterior, 1, latent),
                DrawBuffer.LogSigma => View(layout, layout.LogSigma, 1, latent),
                DrawBuffer.Noise => View(layout, layout.Noise, 1, latent),
                DrawBuffer.Latent => View(layout, layout.Latent, 1, latent),
                DrawBuffer.DecoderHidden => View(layout, layout.Decoder.OwnStates, 1, shape.DecoderHidden),
                DrawBuffer.DecoderCell => View(layout, layout.Decoder.Cell, 1, shape.DecoderHidden),
                DrawBuffer.WriteFilterX => Filters(layout.WriteFilters?.X, shape.Width),
                DrawBuffer.WriteFilterY => Filters(layout.WriteFilters?.Y, shape.Height),
                DrawBuffer.Patch => View(layout, layout.Patch, 1, shape.PatchSize),
                DrawBuffer.Canvas => View(layout, layout.Canvas, rows, shape.Width, layout.CanvasStride.Value),
                _ => throw new InvalidOperationException($"{buffer} has no place in the layout."),
            };
        }

        return views;

        BufferView Filters(StateBlock? block, int width) =>
            block is null ? default : View(layout, block, (int)block.Dimensions[0].Value, width, block.Dimensions[1].Value);
    }

    private static BufferView View(DrawLayout layout, StateBlock block, int count, long width, long? stride = null) =>
        View(layout, new StatePart(block), count, width, stride);

    private static BufferView View(DrawLayout layout, StatePart part, int count, long width, long? stride = null) =>
        new((int)layout.Picture.Start(part), count, (int)width, (int)(stride ?? width));
}
