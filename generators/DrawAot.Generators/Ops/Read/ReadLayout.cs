using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>The read through an attention window: the layer that places the window, its filterbanks, and buffers.</summary>
internal sealed class ReadLayout
{
    /// <summary>Lays out a read.</summary>
    /// <param name="image">The images.</param>
    /// <param name="filters">N, along each side of the window.</param>
    /// <param name="hidden">Hidden states that place the window.</param>
    /// <param name="symbol">Those in the paper's notation.</param>
    /// <param name="precision">The model's precision.</param>
    public ReadLayout(ImageLayout image, int filters, Extent hidden, string symbol, WeightPrecision precision)
    {
        Filters = new Extent("ReadFilters", filters, "N, along each side of the read window");
        HeadRows = new Extent("ReadHeadRows", PanelFormat.Pad(ModelTensors.WindowSize), "the window's 5 rows, padded to a panel");
        PatchSize = new Extent("ReadPatchSize", image.Channels.Value * filters * filters, "C·N·N");
        Head = DenseLayout.Block("ReadHead", $"window over {symbol}", HeadRows, hidden, precision, ("read.window", ModelTensors.WindowSize));
        Filterbanks = new FilterbankLayout("Read", Filters, image.Width.Padded, image.Height.Padded);
        Image = new StateBlock("Image", "x", image.Size);
        Window = new StateBlock("ReadHead", "read window", HeadRows);
        Rows = new StateBlock("ImageRows", "FY x", Filters, image.Width.Padded);
    }

    /// <summary>N.</summary>
    public Extent Filters { get; }

    /// <summary>Rows of <see cref="Head"/>, padded.</summary>
    public Extent HeadRows { get; }

    /// <summary>Values read from one image.</summary>
    public Extent PatchSize { get; }

    /// <summary>The layer that places the window.</summary>
    public MatrixBlock Head { get; }

    /// <summary>FX and FY.</summary>
    public FilterbankLayout Filterbanks { get; }

    /// <summary>x.</summary>
    public StateBlock Image { get; }

    /// <summary>The window's parameters.</summary>
    public StateBlock Window { get; }

    /// <summary>FY x of one channel.</summary>
    public StateBlock Rows { get; }
}
