using System.ComponentModel;
using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot;

/// <summary>
/// Pictures in the making: all that one session keeps, in one block of memory, and the kernels of one model that work on
/// it. The generator emits the one class that derives from it for a model; <see cref="DrawSession"/> conducts it.
/// </summary>
/// <remarks>
/// One picture alone waits for weights to come from memory. A tile of a few, which share one pass over the weights,
/// waits for arithmetic; it computes the same numbers in the same order.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Drawing : IDisposable
{
    private readonly int _pictureStride;
    private readonly AttentionWindow[] _readWindows, _writeWindows;
    private int _disposed;

    /// <summary>Takes a hold of the weights, and memory of its own.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="weights">The packed weights.</param>
    /// <param name="size">Floats of memory.</param>
    /// <param name="pictureStride">Floats from one picture to the next.</param>
    /// <param name="tile">The most pictures at a time.</param>
    /// <param name="glimpsesAhead">The most glimpses that <see cref="DrawAhead"/> takes.</param>
    protected Drawing(DrawShape shape, AlignedMemory weights, int size, int pictureStride, int tile, int glimpsesAhead)
    {
        (Shape, LargestTile, LargestAhead, _pictureStride) = (shape, tile, glimpsesAhead, pictureStride);
        (_readWindows, _writeWindows) = (new AttentionWindow[tile], new AttentionWindow[tile]);
        Packed = weights.Retain();
        try
        {
            Memory = new AlignedMemory(size);
        }
        catch (OutOfMemoryException)
        {
            Packed.Release();
            throw;
        }
    }

    /// <summary>The model's sizes.</summary>
    public DrawShape Shape { get; }

    /// <summary>The most pictures at a time.</summary>
    public int LargestTile { get; }

    /// <summary>The most glimpses that <see cref="DrawAhead"/> takes.</summary>
    public int LargestAhead { get; }

    /// <summary>Bytes of its own memory.</summary>
    public long MemorySize => (long)Memory.Length * sizeof(float);

    /// <summary>The packed weights.</summary>
    protected AlignedMemory Packed { get; }

    /// <summary>Its own memory.</summary>
    protected AlignedMemory Memory { get; }

    /// <summary>A part of the memory of the first picture, or another. Whoever uses it keeps this object reachable until done.</summary>
    public Rows this[DrawingPart part, int picture = 0]
    {
        get
        {
            (int start, int count, int width, int stride) = Place(part);
            int length = count == 0 ? 0 : (count - 1) * stride + width;
            return new Rows(Memory.Slice(picture * _pictureStride + start, length), count, width, stride);
        }
    }

    /// <summary>Where the last look at a picture was; the default without attention.</summary>
    public AttentionWindow ReadWindow(int picture) => _readWindows[picture];

    /// <summary>Where the last glimpse of a picture was written; the default without attention.</summary>
    public AttentionWindow WriteWindow(int picture) => _writeWindows[picture];

    /// <summary>Back to the start with the first pictures of a tile: both h ← h₀, both c ← 0, and the canvas ← c₀.</summary>
    public abstract void Begin(int pictures);

    /// <summary>The left half of a glimpse of the first pictures: from the image x and the canvas to μ and log σ.</summary>
    public abstract void Look(int pictures);

    /// <summary>The right half of a glimpse of the first pictures: from the latent z to the canvas.</summary>
    public abstract void Draw(int pictures);

    /// <summary>z of one of the glimpses that <see cref="DrawAhead"/> is about [Z].</summary>
    public abstract Span<float> LatentAhead(int glimpse);

    /// <summary>
    /// <see cref="Draw"/> of the first picture for glimpses whose latents are known: the decoder's b + W·z and the heads, which
    /// no other glimpse waits for, are made of several at a time.
    /// </summary>
    /// <param name="glimpses">How many, up to <see cref="LargestAhead"/>.</param>
    public abstract void DrawAhead(int glimpses);

    /// <summary>Frees the memory and lets go of the weights, once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Memory.Dispose();
            Packed.Release();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Where a part lies in the memory, in floats.</summary>
    protected abstract (int Start, int Count, int Width, int Stride) Place(DrawingPart part);

    /// <summary>Keeps where a picture was looked at.</summary>
    protected void SetReadWindow(int picture, AttentionWindow window) => _readWindows[picture] = window;

    /// <summary>Keeps where a picture was written.</summary>
    protected void SetWriteWindow(int picture, AttentionWindow window) => _writeWindows[picture] = window;
}
