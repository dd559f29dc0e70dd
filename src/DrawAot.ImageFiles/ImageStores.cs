namespace DrawAot.ImageFiles;

/// <summary>Finds out what lies at a path.</summary>
internal static class ImageStores
{
    private static readonly EnumerationOptions VisibleEntries = new() { AttributesToSkip = FileAttributes.Hidden };

    /// <summary>Opens a file or a folder.</summary>
    /// <exception cref="ImageFileException">Nothing is there, no image, or a faulty file of many images.</exception>
    public static IImageStore Open(string path, ImageShape shape)
    {
        if (Directory.Exists(path))
        {
            return OpenFolder(path, shape);
        }

        return File.Exists(path)
            ? OpenFile(path, shape)
            : throw new ImageFileException($"There is no file or folder '{path}'.");
    }

    private static ImageFileList OpenFolder(string folder, ImageShape shape)
    {
        string[] names;
        try
        {
            names = [.. Directory.EnumerateFiles(folder, "*", VisibleEntries).Select(Name).Where(name => name[0] != '.')];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"Folder '{folder}' cannot be read: {failure.Message}", failure);
        }

        Array.Sort(names, StringComparer.Ordinal);
        return names.Length > 0
            ? new ImageFileList(folder, names, shape)
            : throw new ImageFileException($"Folder '{folder}' holds no files: images, PNG or JPEG, are expected in it.");
    }

    private static IImageStore OpenFile(string path, ImageShape shape)
    {
        switch (OpenedFile.Read(path, ImageKinds.Of))
        {
            case ImageKind.Png or ImageKind.Jpeg:
                return new ImageFileList("", [path], shape);
            case ImageKind.Idx:
                return new NumberedImages(path, IdxReader.Read(path, (shape.Height, shape.Width)), shape);
            case ImageKind.Amat:
                return new NumberedImages(path, AmatReader.Read(path, (shape.Height, shape.Width)), shape);
            default:
                throw new ImageFileException($"File '{path}' is no image of a known kind: {ImageKinds.Known}.");
        }
    }

    private static string Name(string path) => Path.GetFileName(path);
}
