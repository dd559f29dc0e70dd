namespace DrawAot.Layout;

/// <summary>The buffers of one window's filterbanks.</summary>
internal sealed class FilterbankLayout
{
    /// <summary>Lays out the filterbanks of a window.</summary>
    /// <param name="name">The beginning of names: <c>Read</c> or <c>Write</c>.</param>
    /// <param name="filters">N, along each side.</param>
    /// <param name="width">A, padded.</param>
    /// <param name="height">B, padded.</param>
    public FilterbankLayout(string name, Extent filters, Extent width, Extent height)
    {
        X = new StateBlock(name + "FilterX", "FX", filters, width);
        Y = new StateBlock(name + "FilterY", "FY", filters, height);
    }

    /// <summary>FX [N, A].</summary>
    public StateBlock X { get; }

    /// <summary>FY [N, B].</summary>
    public StateBlock Y { get; }
}
