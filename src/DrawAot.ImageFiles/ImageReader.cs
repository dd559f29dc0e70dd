using DrawAot.ImageFiles.Jpeg;
using DrawAot.ImageFiles.Png;

namespace DrawAot.ImageFiles;

/// <summary>Reads files that hold one image: PNG and JPEG, told apart by their contents.</summary>
public static class ImageReader
{
    private const int LargestFile = 1 << 26;
    private const int MostPixels = 1 << 24;

    /// <summary>
    /// Reads an image of a required size; it is never scaled. Luminance is 0.299 R + 0.587 G + 0.114 B, grey becomes
    /// red, green and blue alike, 16 bits are rounded to 8, and alpha that is not asked for is left out, not blended.
    /// </summary>
    /// <param name="path">The file, of at most 64 MiB.</param>
    /// <param name="shape">What is required.</param>
    /// <returns>[Channels, Height, Width], 0 for black or transparent and 255 for white or opaque.</returns>
    /// <exception cref="ImageFileException">
    /// The file cannot be read, is of another kind, is damaged, or its image has another size.
    /// </exception>
    public static byte[] Read(string path, ImageShape shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(shape);
        return OpenedFile.Read(path, file => Read(path, file, shape));
    }

    /// <summary>Reads an image of any size up to 2²⁴ pixels, with the channels that are asked for.</summary>
    /// <param name="path">The file, of at most 64 MiB.</param>
    /// <param name="channels">Planes, 1 to 4, as <see cref="ImageShape"/> has them.</param>
    /// <exception cref="ImageFileException">The file cannot be read, is of another kind, is damaged, or its image is too large.</exception>
    public static DecodedImage Read(string path, int channels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OpenedFile.Read(path, file =>
        {
            (long height, long width) = Size(path, file);
            if (height < 1 || width < 1 || height > MostPixels || width > MostPixels || height * width > MostPixels)
            {
                throw new ImageFileException(
                    $"File '{path}' announces an image {width} wide and {height} high, where 1 to {MostPixels} pixels are expected.");
            }

            var shape = new ImageShape(channels, (int)height, (int)width);
            file.Position = 0;
            return new DecodedImage(Read(path, file, shape), shape.Height, shape.Width);
        });
    }

    private static (long Height, long Width) Size(string path, FileStream file)
    {
        try
        {
            return ImageKinds.Of(file) switch
            {
                ImageKind.Png => PngReader.Size(Contents(file)),
                ImageKind.Jpeg => JpegReader.Size(Contents(file)),
                _ => throw new ImageFault("is no image of a known kind: PNG or JPEG is expected"),
            };
        }
        catch (ImageFault fault)
        {
            throw new ImageFileException($"File '{path}' {fault.Message}.", fault);
        }
    }

    private static byte[] Read(string path, FileStream file, ImageShape shape)
    {
        try
        {
            return Planes.Of(Decode(ImageKinds.Of(file), file, shape), shape);
        }
        catch (ImageFault fault)
        {
            throw new ImageFileException($"File '{path}' {fault.Message}.", fault);
        }
    }

    private static byte[] Decode(ImageKind kind, FileStream file, ImageShape shape) => kind switch
    {
        ImageKind.Png => PngReader.Read(Contents(file), shape),
        ImageKind.Jpeg => JpegReader.Read(Contents(file), shape),
        ImageKind.Unknown => throw new ImageFault("is no image of a known kind: PNG or JPEG is expected"),
        _ => throw new ImageFault("may hold many images: one alone, PNG or JPEG, is expected"),
    };

    private static byte[] Contents(FileStream file)
    {
        if (file.Length > LargestFile)
        {
            throw new ImageFault($"has {file.Length} bytes, where an image has {LargestFile} at most");
        }

        byte[] contents = new byte[file.Length];
        file.ReadExactly(contents);
        return contents;
    }
}
