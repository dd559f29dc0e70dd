using System.ComponentModel;

namespace DrawAot.Runtime;

/// <summary>Rows of floats at a fixed distance from each other, with padding between them.</summary>
/// <param name="memory">Their memory; it begins with the first one.</param>
/// <param name="count">How many there are.</param>
/// <param name="width">Floats in each.</param>
/// <param name="stride">Floats from the start of one to that of the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Rows(Span<float> memory, int count, int width, int stride)
{
    private readonly Span<float> _memory = memory;

    /// <summary>Number of rows.</summary>
    public int Count => count;

    /// <summary>Floats in each of them.</summary>
    public int Width => width;

    /// <summary>One of them.</summary>
    public Span<float> this[int row] => _memory.Slice(row * stride, width);

    /// <summary>Fills all rows with values that lie without padding [Count, Width].</summary>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        for (int row = 0; row < Count; row++)
        {
            values.Slice(row * Width, Width).CopyTo(this[row]);
        }
    }

    /// <summary>Copies all rows to where they lie without padding [Count, Width].</summary>
    public void CopyTo(Span<float> values)
    {
        for (int row = 0; row < Count; row++)
        {
            this[row].CopyTo(values[(row * Width)..]);
        }
    }
}
