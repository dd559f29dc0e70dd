namespace DrawAot.ImageFiles;

/// <summary>One PNG or JPEG file that is open already: it may be a stream, which cannot be opened again.</summary>
internal sealed class PictureFile(OpenedFile file, ImageShape shape, ImageBackground? background) : IImageStore
{
    public long? Count => 1;

    public IEnumerable<PendingImage> From(long first) => first == 0
        ? [new PendingImage(file.Path, () => InputImage.OfPicture(file.Path, ImageReader.Read(file, shape, background)))]
        : throw new ImageFileException($"There is no image {first} in '{file.Path}': the number 0 is expected.");

    public void Dispose() => file.Dispose();
}
