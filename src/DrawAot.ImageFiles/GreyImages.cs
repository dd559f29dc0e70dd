namespace DrawAot.ImageFiles;

/// <summary>Data sets: many grey images in one file.</summary>
internal static class GreyImages
{
    private const int FirstBuffer = 1 << 20;

    /// <summary>Reads all images into memory, which grows with what has been read, not with what is announced.</summary>
    /// <exception cref="ImageFileException">The file is damaged, or memory has no room for its images.</exception>
    public static ImageSet ReadAll(string path, IGreyImages images)
    {
        int size = images.Height * images.Width, read = 0;
        byte[] pixels = new byte[Math.Max(size, Math.Min((images.Count ?? long.MaxValue / size) * size, FirstBuffer))];
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

                long most = Math.Min((images.Count ?? long.MaxValue / size) * size, largest);
                Array.Resize(ref pixels, (int)Math.Max(read + size, Math.Min(2L * pixels.Length, most)));
            }

            image.CopyTo(pixels, read);
            read += size;
        }

        return new ImageSet(pixels.AsMemory(0, read), channels: 1, images.Height, images.Width);
    }
}
