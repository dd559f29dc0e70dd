namespace DrawAot.ImageFiles;

/// <summary>
/// Reads grey images from an IDX file, gzipped or not: a big-endian header (magic 0x00000803, count, rows, columns,
/// four bytes each), then one unsigned byte a pixel.
/// </summary>
public static class IdxReader
{
    /// <summary>Reads a whole file of one-channel images.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The size that the images are required to have; any when left out.</param>
    /// <exception cref="ImageFileException">
    /// The file cannot be read, is no IDX file of images, holds images of another size, is shorter or longer than
    /// its header says, or its images do not fit in memory.
    /// </exception>
    public static ImageSet Read(string path, (int Height, int Width)? size = null) =>
        OpenedFile.Read(path, file => DataSets.ReadAll(path, IdxImages.Begin(file, size)));
}
