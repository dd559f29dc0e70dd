namespace DrawAot.ImageFiles;

/// <summary>Finds out what lies at a path.</summary>
internal static class ImageStores
{
    /// <summary>Opens a file, a folder, or a stream that is open already.</summary>
    /// <exception cref="ImageFileException">Nothing is there, no image, or a data set whose beginning is at fault.</exception>
    public static IImageStore Open(string path, ImageShape shape, ImageBackground? background)
    {
        if (!OpenDescriptor.IsNamedBy(path))
        {
            FoundFile found = FoundFile.At(path);
            switch (found.Kind)
            {
                case FoundFile.FileKind.Folder:
                    return new FolderPictures(path, shape, background);
                case FoundFile.FileKind.Missing when !IsLink(path):
                    throw new ImageFileException($"There is no file or folder '{path}'.");
            }
        }

        OpenedFile file = OpenedFile.Open(path);
        try
        {
            return file.Kind switch
            {
                ImageKind.Png or ImageKind.Jpeg => new PictureFile(file, shape, background),
                _ => file.Guard(() => DataSets.Begin(file, shape)) is IDataSet images
                    ? new DataSetImages(file, images, shape)
                    : throw new ImageFileException($"File '{path}' is no image of a known kind: {ImageKinds.Known}."),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool IsLink(string path) => path.Length > 0 && new FileInfo(path).LinkTarget is not null;
}
