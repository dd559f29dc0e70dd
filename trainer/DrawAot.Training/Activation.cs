namespace DrawAot.Training;

/// <summary>
/// The input, the output or a gradient of an operation: one vector for every image at every glimpse, at a fixed place in a
/// <see cref="NativeTensor"/>, which must outlive it.
/// </summary>
/// <param name="first">The vector of row 0 at glimpse 0.</param>
/// <param name="glimpseStride">From a glimpse to the next, in floats; 0 where all glimpses share one place.</param>
/// <param name="rowStride">From a row to the next, in floats.</param>
internal readonly unsafe struct Activation(float* first, long glimpseStride, int rowStride)
{
    private readonly float* _first = first;
    private readonly long _glimpseStride = glimpseStride;

    /// <summary>From a row to the next, in floats.</summary>
    public int RowStride { get; } = rowStride;

    /// <summary>The vector of an image at a glimpse.</summary>
    public float* this[int t, int row] => _first + t * _glimpseStride + (long)row * RowStride;

    /// <summary>The vector of an image at a glimpse, as a span.</summary>
    public Span<float> Span(int t, int row, int length) => new(this[t, row], length);
}
