using System.ComponentModel;
using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot;

/// <summary>
/// A picture in the making: all that one session keeps, in one block of memory, and the kernels of one model that work
/// on it. The generator emits the one class that derives from it for a model; <see cref="DrawSession"/> conducts it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Drawing : IDisposable
{
    private int _disposed;

    /// <summary>Takes a hold of the weights, and memory of its own.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="weights">The packed weights.</param>
    /// <param name="size">Floats of memory.</param>
    protected Drawing(DrawShape shape, AlignedMemory weights, int size)
    {
        Shape = shape;
        Memory = new AlignedMemory(size);
        Packed = weights.Retain();
    }

    /// <summary>The model's sizes.</summary>
    public DrawShape Shape { get; }

    /// <summary>Bytes of its own memory.</summary>
    public long MemorySize => (long)Memory.Length * sizeof(float);

    /// <summary>Whether the memory is freed.</summary>
    public bool IsDisposed => _disposed != 0;

    /// <summary>Where the last look was; the default without attention.</summary>
    public AttentionWindow ReadWindow { get; protected set; }

    /// <summary>Where the last glimpse was written; the default without attention.</summary>
    public AttentionWindow WriteWindow { get; protected set; }

    /// <summary>The packed weights.</summary>
    protected AlignedMemory Packed { get; }

    /// <summary>Its own memory.</summary>
    protected AlignedMemory Memory { get; }

    /// <summary>A part of the memory. Whoever uses it keeps this object reachable until done.</summary>
    public Rows this[DrawingPart part]
    {
        get
        {
            (int start, int count, int width, int stride) = Place(part);
            return new Rows(Memory.Slice(start, count == 0 ? 0 : (count - 1) * stride + width), count, width, stride);
        }
    }

    /// <summary>Back to the start: both h ← h₀, both c ← 0, and the canvas ← c₀.</summary>
    public abstract void Begin();

    /// <summary>The left half of a glimpse: from the image x and the canvas to μ and log σ.</summary>
    public abstract void Look();

    /// <summary>The right half of a glimpse: from the latent z to the canvas.</summary>
    public abstract void Draw();

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
}
