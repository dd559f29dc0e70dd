namespace DrawAot.ImageFiles;

/// <summary>Files of many images.</summary>
internal static class DataSets
{
    private const int FirstBuffer = 1 << 20;

    /// <summary>Reads the beginning of a data set; null where the file is none.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="shape">What the images are required to be, those in grey aside; any size when left out.</param>
    /// <exception cref="ImageFileException">The beginning is damaged, or announces images of another size.</exception>
    public static IDataSet? Begin(OpenedFile file, ImageShape? shape)
    {
        (int, int)? size = shape is null ? null : (shape.Height, shape.Width);
        return file.Kind switch
        {
            ImageKind.Idx => IdxImages.Begin(file, size),
            ImageKind.Amat => AmatImages.Begin(file, size),
            ImageKind.Npy => NpyImages.Begin(file, shape),
            _ => null,
        };
    }

    /// <summary>Reads all images into memory, which grows with what has been read, not with what is announced.</summary>
    /// <exception cref="ImageFileException">The file is damaged, or memory has no room for its images.</exception>
    public static ImageSet ReadAll(string path, IDataSet images)
    {
        int size = images.Channels * images.Height * images.Width, read = 0;
        byte[] pixels = new byte[Math.Max(size, Math.Min(Math.Min(images.Count ?? long.MaxValue, long.MaxValue / size) * size, FirstBuffer))];
        byte[] image = new byte[size];
        long largest = Math.Min(Array.MaxLength, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        while (images.TryRead(image))
        {
            if (size > pixels.Length - read)
            {
                if (size > largest - read)
                {
                    throw new ImageFileException(
                        $"File '{path}' holds more than {largest:N0} pixels, the most that a data set may take of this process's memory.");
                }

                long most = Math.Min(Math.Min(images.Count ?? long.MaxValue, long.MaxValue / size) * size, largest);
                Array.Resize(ref pixels, (int)Math.Max(read + size, Math.Min(2L * pixels.Length, most)));
            }

            image.CopyTo(pixels, read);
            read += size;
        }

        return new ImageSet(pixels.AsMemory(0, read), images.Channels, images.Height, images.Width);
    }
}
