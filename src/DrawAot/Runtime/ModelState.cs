using System.ComponentModel;
using DrawAot.Layout;
using DrawAot.Numerics;

namespace DrawAot.Runtime;

/// <summary>
/// The memory of one session: the buffers of a batch of pictures, then those for one picture whose latents are known, and a
/// reference to the packed weights. Emitted kernels work on it.
/// </summary>
/// <remarks>
/// A single sample is memory-bound: every glimpse reads all weights. The pictures of a batch share that pass, up to
/// <see cref="MaxPictures"/> at a time, and are compute-bound; they compute the same numbers in the same order.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ModelState : IDisposable
{
    private readonly int _pictureStride;
    private int _disposed;

    /// <summary>Allocates the buffers and retains the weights.</summary>
    /// <param name="weights">The packed weights.</param>
    /// <param name="layout">The model's sizes.</param>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    private protected ModelState(AlignedMemory weights, ModelLayout layout)
    {
        (_pictureStride, MaxPictures) = ((int)layout.PictureStride.Value, (int)layout.BatchSize.Value);
        Packed = weights.Retain();
        try
        {
            Memory = new AlignedMemory((int)layout.SessionFloats);
        }
        catch (OutOfMemoryException)
        {
            Packed.Release();
            throw;
        }
    }

    /// <summary>The most pictures of one pass, <see cref="ModelSession.BatchSize"/>. Emitted states use a constant of that name, so this has another.</summary>
    public int MaxPictures { get; }

    /// <summary>Bytes of the buffers.</summary>
    public long MemorySize => (long)Memory.Length * sizeof(float);

    /// <summary>The packed weights.</summary>
    protected AlignedMemory Packed { get; }

    /// <summary>The buffers.</summary>
    protected AlignedMemory Memory { get; }

    /// <summary>Frees the buffers and releases the weights, once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Memory.Dispose();
            Packed.Release();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>A buffer of one picture of the pass.</summary>
    /// <param name="picture">The picture's place in the pass.</param>
    /// <param name="start">Offset of the buffer, in floats.</param>
    /// <param name="length">Its length, in floats.</param>
    protected Span<float> Buffer(int picture, int start, int length) => Memory.Slice(picture * _pictureStride + start, length);

    /// <summary>A buffer of the first picture, and the memory from there to the same buffer of the last one.</summary>
    /// <param name="start">Offset of the buffer, in floats.</param>
    /// <param name="length">Its length, in floats.</param>
    protected Span<float> BatchBuffer(int start, int length) => Memory.Slice(start, (MaxPictures - 1) * _pictureStride + length);

    /// <summary>Rows of one picture.</summary>
    private protected Rows RowsOf(int picture, in BufferView view)
    {
        int length = view.Count == 0 ? 0 : (view.Count - 1) * view.Stride + view.Width;
        return new Rows(Buffer(picture, view.Start, length), view.Count, view.Width, view.Stride);
    }

    /// <summary>The place of rows among a picture's buffers.</summary>
    /// <param name="Start">Offset of the first row, in floats.</param>
    /// <param name="Count">Number of rows.</param>
    /// <param name="Width">Floats in a row.</param>
    /// <param name="Stride">Floats from one row to the next.</param>
    private protected readonly record struct BufferView(int Start, int Count, int Width, int Stride);
}
