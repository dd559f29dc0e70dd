namespace DrawAot.ImageFiles;

/// <summary>
/// Reads binary images from <c>.amat</c> text, gzipped or not: one image a line, its values 0 or 1, separated by spaces.
/// </summary>
public static class AmatReader
{
    /// <summary>Reads a whole file of one-channel images.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The size of the images; when left out they are square.</param>
    /// <returns>The images, with bytes 0 and 255.</returns>
    /// <exception cref="ImageFileException">
    /// The file cannot be read, is empty, has lines of differing or wrong length, holds another character, or its
    /// images do not fit in memory.
    /// </exception>
    public static ImageSet Read(string path, (int Height, int Width)? size = null) =>
        OpenedFile.Read(path, file => DataSets.ReadAll(path, AmatImages.Begin(file, size)));
}
