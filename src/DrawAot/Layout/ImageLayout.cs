using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>The sizes of a model's images.</summary>
internal sealed class ImageLayout
{
    /// <summary>Lays out images.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="isPadded">Whether each row of an image is padded to whole vectors, as a windowed read expects.</param>
    public ImageLayout(ModelShape shape, bool isPadded)
    {
        Width = new Extent("Width", shape.Width, "A");
        Height = new Extent("Height", shape.Height, "B");
        Channels = new Extent("Channels", shape.Channels, "C");
        PixelCount = new Extent("PixelCount", shape.PixelCount, "C·B·A");
        Glimpses = new Extent("Glimpses", shape.Glimpses, "T");
        Stride = new Extent("ImageStride", isPadded ? PanelFormat.Pad(shape.Width) : shape.Width, "from one row of the image to the next");
        Size = new Extent("ImageSize", (long)shape.Channels * shape.Height * Stride.Value, "floats: C·B rows of that stride");
    }

    public Extent Width { get; }

    public Extent Height { get; }

    public Extent Channels { get; }

    public Extent PixelCount { get; }

    public Extent Glimpses { get; }

    /// <summary>Floats from one row of an image to the next.</summary>
    public Extent Stride { get; }

    /// <summary>Floats of an image.</summary>
    public Extent Size { get; }
}
