namespace DrawAot.ImageFiles;

/// <summary>
/// Reads files of many images, told apart by their contents and gzipped or not: IDX, <c>.amat</c> text, and arrays that NumPy's
/// <c>save</c> wrote (<c>.npy</c>) of floats in [0, 1], which are rounded to bytes, of bytes, or of truth values.
/// </summary>
public static class DataSetReader
{
    /// <summary>Whether a file is an IDX file by its first bytes.</summary>
    /// <exception cref="ImageFileException">The file cannot be read.</exception>
    public static bool IsIdx(string path) => OpenedFile.Read(path, file => file.Kind == ImageKind.Idx);

    /// <summary>Reads a whole file, of images of any size.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImageFileException">
    /// The file cannot be read, is of another kind, is damaged, or its images do not fit in memory.
    /// </exception>
    public static ImageSet Read(string path) => OpenedFile.Read(path, file => DataSets.ReadAll(
        path,
        DataSets.Begin(file, shape: null) ?? throw new ImageFileException(
            $"File '{path}' is no file of many images: IDX, .amat text or .npy, gzipped or not, is expected.")));
}
