using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>
/// PNG and JPEG files of a folder, in the ordinal order of their names, each brought to one size; its sides are cut alike
/// where their ratio is another.
/// </summary>
internal static class FolderDataset
{
    public static Dataset Open(DatasetOptions options)
    {
        if (string.IsNullOrEmpty(options.Path))
        {
            throw new DatasetException($"Data set '{Dataset.Folder}' is a folder of PNG and JPEG files, but none was given: --data names it.");
        }

        if (options.ImageSize is not (int width, int height))
        {
            throw new DatasetException(
                $"Data set '{Dataset.Folder}' is brought to one size, but none was given: --image-size WIDTHxHEIGHT is expected, such as 32x32.");
        }

        var shape = new ImageShape(options.Channels, height, width);
        string[] files = Files(options.Path);
        byte[] pixels = new byte[checked(files.Length * shape.PixelCount)];
        Parallel.For(0, files.Length, k => Resampling.Fit(ImageReader.Read(files[k], options.Channels), shape)
            .CopyTo(pixels.AsSpan(k * shape.PixelCount, shape.PixelCount)));
        return Splits.Of(
            Dataset.Folder,
            $"files of '{Path.GetFileName(Path.TrimEndingDirectorySeparator(options.Path))}' at {width}×{height}",
            new ImageSet(pixels, options.Channels, height, width),
            options.Path);
    }

    private static string[] Files(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DatasetException($"There is no folder '{folder}', where images, PNG or JPEG, are expected.");
        }

        string[] files =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG")
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0
            ? files
            : throw new DatasetException($"The folder '{folder}' holds no files named *.png, *.jpg or *.jpeg, which are expected in it.");
    }
}
