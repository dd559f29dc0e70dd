using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DrawAot.Numerics;

namespace DrawAot.Training;

/// <summary>
/// Floats [steps, rows, width] in native memory, zero at first: usually one row an image and one step a glimpse. Widths are
/// whole vectors, so that no loop over a row needs a tail.
/// </summary>
internal sealed unsafe class NativeTensor : IDisposable
{
    private const int Line = 16; // floats of a cache line

    private readonly AlignedMemory _memory;
    private readonly float* _first;
    private readonly long _step;

    /// <summary>Allocates a tensor.</summary>
    /// <param name="steps">Steps.</param>
    /// <param name="rows">Rows of a step.</param>
    /// <param name="width">Floats of a row, before padding.</param>
    public NativeTensor(int steps, int rows, int width)
    {
        // An odd number of cache lines from row to row: a column's lines spread over all sets of the L1 cache.
        width = Padded(width) / Line % 2 == 0 ? Padded(width) + Line : Padded(width);
        _memory = new AlignedMemory(checked(steps * rows * width));
        _first = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_memory.Slice(0, _memory.Length)));
        Width = width;
        Rows = rows;
        _step = (long)rows * width;
    }

    /// <summary>Rows of a step.</summary>
    public int Rows { get; }

    /// <summary>Floats of a row, padded.</summary>
    public int Width { get; }

    /// <summary>All floats, in order.</summary>
    public Span<float> Floats => _memory.Slice(0, _memory.Length);

    /// <summary>A row of a step [width].</summary>
    public float* this[int step, int row] => _first + step * _step + (long)row * Width;

    /// <summary>Rounds a width up to a multiple of sixteen floats.</summary>
    public static int Padded(int width) => (width + 15) / 16 * 16;

    /// <summary>The columns from <paramref name="column"/> on, of tensors that have one step for every glimpse.</summary>
    /// <param name="column">First column.</param>
    /// <param name="shift">Steps ahead: the activation of glimpse t lies in step t + shift.</param>
    public Activation At(int column = 0, int shift = 0) => new(_first + shift * _step + column, _step, Width);

    /// <summary>The columns from <paramref name="column"/> on, of a tensor of one step that all glimpses use in turn.</summary>
    public Activation Reused(int column = 0) => new(_first + column, 0, Width);

    /// <summary>Sums columns of the first step over all rows.</summary>
    /// <param name="column">First column.</param>
    /// <param name="sum">Receives the sums, one a column.</param>
    public void SumRows(int column, Span<float> sum)
    {
        sum.Clear();
        for (int row = 0; row < Rows; row++)
        {
            TensorPrimitives.Add(sum, new ReadOnlySpan<float>(this[0, row] + column, sum.Length), sum);
        }
    }

    public void Dispose() => _memory.Dispose();
}
