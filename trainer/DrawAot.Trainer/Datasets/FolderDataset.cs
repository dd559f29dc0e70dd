using System.Globalization;
using System.Runtime.ExceptionServices;
using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>
/// PNG and JPEG files of a folder and its subfolders, in the ordinal order of their paths within it. Subfolders may be classes, as
/// PyTorch's <c>ImageFolder</c> has them; the classes themselves are not used. Where a size is given each image is brought to
/// it, and its sides are cut alike where their ratio is another; where none is given, all images must have the same.
/// </summary>
internal static class FolderDataset
{
    private const int Colours = 3;

    /// <summary>Reads the images.</summary>
    /// <param name="options">The folder, and what its images are brought to.</param>
    /// <param name="mostBytes">The most that all images may take; half of this process's memory when left out.</param>
    public static Dataset Open(DatasetOptions options, long? mostBytes = null)
    {
        if (string.IsNullOrEmpty(options.Path))
        {
            throw new DatasetException($"Data set '{Dataset.Folder}' is a folder of PNG and JPEG files, but none was given: --data names it.");
        }

        string[] files = ImagePaths.Of(options.Path);
        if (files.Length == 0)
        {
            throw new DatasetException($"The folder '{options.Path}' and its subfolders hold no files named *.png, *.jpg or *.jpeg, which are expected there.");
        }

        ImageShape shape = ShapeOf(options, files[0]);
        RequireMemory(options.Path, files.Length, shape, mostBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        byte[][] images = ReadAll(files, shape, isScaled: options.ImageSize is not null);
        if (options.Channels is null && images.All(image => IsGrey(image, shape)))
        {
            shape = new ImageShape(channels: 1, shape.Height, shape.Width);
            images = [.. images.Select(image => image[..shape.PixelCount])];
        }

        return Splits.Of(
            Dataset.Folder,
            $"files of '{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Path)))}' at {shape.Width}×{shape.Height}",
            new ImageSet(images.Select(image => (ReadOnlyMemory<byte>)image), shape.Channels, shape.Height, shape.Width),
            options.Path);
    }

    /// <summary>Channels that images are read with: colour, if that is not said; they may turn out grey.</summary>
    private static ImageShape ShapeOf(DatasetOptions options, string firstFile)
    {
        int channels = options.Channels ?? Colours;
        if (options.ImageSize is (int width, int height))
        {
            return new ImageShape(channels, height, width);
        }

        DecodedImage first = ImageReader.Read(firstFile, channels);
        return new ImageShape(channels, first.Height, first.Width);
    }

    private static void RequireMemory(string folder, int count, ImageShape shape, long mostBytes)
    {
        long bytes = (long)count * shape.PixelCount;
        if (bytes > mostBytes)
        {
            throw new DatasetException(string.Create(
                CultureInfo.InvariantCulture,
                $"The {count} images of '{folder}' take {bytes:N0} bytes at {shape.Width}×{shape.Height}×{shape.Channels}, where {mostBytes:N0}, half of this " +
                $"process's memory, is the most: fewer or smaller images (--image-size) or fewer channels (--channels 1) were expected."));
        }
    }

    /// <summary>Reads files on all cores. Of files at fault the first one is named, whichever was seen first.</summary>
    private static byte[][] ReadAll(string[] files, ImageShape shape, bool isScaled)
    {
        byte[][] images = new byte[files.Length][];
        var faults = new ExceptionDispatchInfo?[files.Length];
        Parallel.For(0, files.Length, (k, loop) =>
        {
            try
            {
                images[k] = Read(files[k], shape, isScaled, files[0]);
            }
            catch (Exception fault)
            {
                faults[k] = ExceptionDispatchInfo.Capture(fault);
                loop.Break(); // files before this one are still read
            }
        });
        faults.FirstOrDefault(fault => fault is not null)?.Throw();
        return images;
    }

    private static byte[] Read(string file, ImageShape shape, bool isScaled, string firstFile)
    {
        DecodedImage image = ImageReader.Read(file, shape.Channels);
        if (isScaled)
        {
            return Resampling.Fit(image, shape);
        }

        return (image.Width, image.Height) == (shape.Width, shape.Height) ? image.Planes : throw new DatasetException(
            $"'{file}' is {image.Width}×{image.Height} and '{firstFile}' is {shape.Width}×{shape.Height}: images of one size, or " +
            "--image-size WIDTHxHEIGHT to bring them to, is expected, such as 32x32.");
    }

    private static bool IsGrey(byte[] image, ImageShape shape)
    {
        int plane = shape.Height * shape.Width;
        ReadOnlySpan<byte> red = image.AsSpan(0, plane);
        return red.SequenceEqual(image.AsSpan(plane, plane)) && red.SequenceEqual(image.AsSpan(2 * plane, plane));
    }
}
