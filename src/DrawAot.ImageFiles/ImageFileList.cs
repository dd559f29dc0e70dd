namespace DrawAot.ImageFiles;

/// <summary>PNG and JPEG files, read one by one; nothing is kept but their names.</summary>
internal sealed class ImageFileList(string folder, string[] names, ImageShape shape) : IImageStore
{
    public int Count => names.Length;

    public string Name(int index) => Path.Combine(folder, names[index]);

    public byte[] Read(int index) => ImageReader.Read(Name(index), shape);
}
