using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using DrawAot.Layout;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Runtime;

namespace DrawAot;

/// <summary>
/// The state of a classifier's session, and the steps of a glimpse. The generator emits one class that derives from it for each
/// model; <see cref="ClassifierSession"/> calls it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ClassifierState : ModelState
{
    private readonly BufferView[] _views;
    private readonly AttentionWindow[] _readWindows;
    private readonly int _initial;

    /// <summary>Allocates the buffers and retains the weights.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="precision">How its weights are stored.</param>
    /// <param name="weights">The packed weights.</param>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    [SuppressMessage(
        "ApiDesign", "RS0022:Constructor make noninheritable base class inheritable",
        Justification = "Emitted states derive from this class and use the protected members of its base class.")]
    protected ClassifierState(ClassifierShape shape, WeightPrecision precision, AlignedMemory weights)
        : this(shape, new ClassifierLayout(shape, precision), weights)
    {
    }

    private ClassifierState(ClassifierShape shape, ClassifierLayout layout, AlignedMemory weights)
        : base(weights, layout)
    {
        Shape = shape;
        _readWindows = new AttentionWindow[MaxPictures];
        _views = [.. Enum.GetValues<ClassifierBuffer>().Select(buffer => View(layout, buffer))];
        _initial = (int)layout.Weights.Start(layout.Lstm.Initial);
    }

    /// <summary>The model's sizes.</summary>
    public ClassifierShape Shape { get; }

    /// <summary>A buffer of one image of the pass. Callers keep this object reachable while they use it.</summary>
    public Rows this[ClassifierBuffer buffer, int picture = 0] => RowsOf(picture, _views[(int)buffer]);

    /// <summary>The read window of an image's last glimpse.</summary>
    public AttentionWindow ReadWindow(int picture) => _readWindows[picture];

    /// <summary>Sets the first images of the pass to the start: h ← h₀ and c ← 0.</summary>
    public void Begin(int pictures)
    {
        Rows hidden = this[ClassifierBuffer.Hidden];
        ReadOnlySpan<float> initial = Packed.Slice(_initial, hidden.Width);
        for (int p = 0; p < pictures; p++)
        {
            this[ClassifierBuffer.Hidden, p].CopyFrom(initial);
            this[ClassifierBuffer.Cell, p][0].Clear();
        }

        GC.KeepAlive(this);
    }

    /// <summary>One glimpse of the first images: places the window by h, reads x through it, and updates h.</summary>
    public abstract void GlimpseStep(int pictures);

    /// <summary>Computes the class logits of the first images from h.</summary>
    public abstract void UpdateLogits(int pictures);

    /// <summary>Stores the read window of an image's glimpse.</summary>
    protected void SetReadWindow(int picture, AttentionWindow window) => _readWindows[picture] = window;

    private static BufferView View(ClassifierLayout layout, ClassifierBuffer buffer)
    {
        (StateBlock block, int count, Extent width, Extent stride) = buffer switch
        {
            ClassifierBuffer.Image => (layout.Read.Image, (int)(layout.Image.Channels.Value * layout.Image.Height.Value), layout.Image.Width, layout.Image.Stride),
            ClassifierBuffer.ReadFilterX => Filters(layout.Read.Filterbanks.X, layout.Image.Width),
            ClassifierBuffer.ReadFilterY => Filters(layout.Read.Filterbanks.Y, layout.Image.Height),
            ClassifierBuffer.Read => (layout.Patch, 1, layout.ReadSize, layout.ReadSize),
            ClassifierBuffer.Hidden => (layout.Lstm.StatesBlock, 1, layout.Lstm.Hidden, layout.Lstm.Hidden),
            ClassifierBuffer.Cell => (layout.Lstm.Cell, 1, layout.Lstm.Hidden, layout.Lstm.Hidden),
            ClassifierBuffer.Logits => (layout.Logits, 1, layout.Classes, layout.Classes),
            _ => throw new InvalidOperationException($"{buffer} has no place in the layout."),
        };
        return new BufferView((int)layout.Picture.Start(block), count, (int)width.Value, (int)stride.Value);

        (StateBlock Block, int Count, Extent Width, Extent Stride) Filters(StateBlock block, Extent width) =>
            (block, (int)layout.Read.Filters.Value, width, block.Dimensions[1]);
    }
}
