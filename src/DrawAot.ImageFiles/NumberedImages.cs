namespace DrawAot.ImageFiles;

/// <summary>The grey images of one file, all in memory.</summary>
internal sealed class NumberedImages(string path, ImageSet images, ImageShape shape) : IImageStore
{
    public int Count => images.Count;

    public string Name(int index) => $"{path}[{index}]";

    public byte[] Read(int index) => Planes.OfGrey(images.Pixels(index), shape);
}
