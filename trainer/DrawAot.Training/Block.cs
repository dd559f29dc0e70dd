using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DrawAot.Numerics;

namespace DrawAot.Training;

/// <summary>
/// Numbers of every image at every glimpse [glimpses, rows, width], in native memory, zero at first. Widths are whole
/// vectors, so that no loop over one needs a tail.
/// </summary>
internal sealed unsafe class Block : IDisposable
{
    private const int Line = 16;

    private readonly AlignedMemory _memory;
    private readonly float* _first;
    private readonly long _glimpse;

    public Block(int glimpses, int rows, int width)
    {
        // An odd number of cache lines from row to row: a column's lines spread over all sets of the L1 cache.
        width = Padded(width) / Line % 2 == 0 ? Padded(width) + Line : Padded(width);
        _memory = new AlignedMemory(checked(glimpses * rows * width));
        _first = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_memory.Slice(0, _memory.Length)));
        Width = width;
        _glimpse = (long)rows * width;
    }

    /// <summary>Floats of an image at a glimpse.</summary>
    public int Width { get; }

    /// <summary>All of it.</summary>
    public Span<float> Floats => _memory.Slice(0, _memory.Length);

    /// <summary>The numbers of an image at a glimpse [width].</summary>
    public float* this[int glimpse, int row] => _first + glimpse * _glimpse + (long)row * Width;

    /// <summary>The least multiple of the vectors' sixteen floats that holds so many.</summary>
    public static int Padded(int width) => (width + 15) / 16 * 16;

    public void Dispose() => _memory.Dispose();
}
