using System.Diagnostics.CodeAnalysis;
using DrawAot.ImageFiles.Jpeg;
using DrawAot.ImageFiles.Png;

namespace DrawAot.ImageFiles;

/// <summary>
/// Reads files that hold one image: PNG and JPEG, told apart by their contents. The image is put upright, as Exif says it
/// was taken. Gamma and colour profiles are ignored.
/// </summary>
[SuppressMessage(
    "ApiDesign", "RS0026:Do not add multiple public overloads with optional parameters",
    Justification = "The overloads differ in their second argument, a shape or a number of channels: no call can mean both.")]
public static class ImageReader
{
    private const int LargestFile = 1 << 26;
    private const int MostPixels = 1 << 24;
    private const int FirstBuffer = 1 << 16;

    /// <summary>
    /// Reads an image of a required size; it is never scaled. Luminance is 0.299 R + 0.587 G + 0.114 B, grey becomes
    /// red, green and blue alike, 16 bits are rounded to 8, and where alpha is not asked for the image is put on a
    /// background.
    /// </summary>
    /// <param name="path">The file, of at most 64 MiB; <c>-</c> is the standard input.</param>
    /// <param name="shape">What is required.</param>
    /// <param name="background">The background; when left out, the file's own (bKGD in PNG) or else white.</param>
    /// <returns>[Channels, Height, Width], 0 for black or transparent and 255 for white or opaque.</returns>
    /// <exception cref="ImageFileException">
    /// The file cannot be read, is of another kind, is damaged, or its image has another size.
    /// </exception>
    public static byte[] Read(string path, ImageShape shape, ImageBackground? background = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(shape);
        return OpenedFile.Read(path, file => Read(file, shape, background));
    }

    /// <summary>Reads an image of any size up to 2²⁴ pixels, with the channels that are asked for.</summary>
    /// <param name="path">The file, of at most 64 MiB; <c>-</c> is the standard input.</param>
    /// <param name="channels">Planes, 1 to 4, as <see cref="ImageShape"/> has them.</param>
    /// <param name="background">The background where alpha is not asked for; when left out, the file's own or else white.</param>
    /// <exception cref="ImageFileException">The file cannot be read, is of another kind, is damaged, or its image is too large.</exception>
    public static DecodedImage Read(string path, int channels, ImageBackground? background = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OpenedFile.Read(path, file => Explained(file, () =>
        {
            byte[] contents = Contents(file);
            (long height, long width) = file.Kind == ImageKind.Png ? PngReader.Size(contents) : JpegReader.Size(contents);
            if (height < 1 || width < 1 || height > MostPixels || width > MostPixels || height * width > MostPixels)
            {
                throw new ImageFileException(
                    $"File '{path}' announces an image {width} wide and {height} high, where 1 to {MostPixels} pixels are expected.");
            }

            var shape = new ImageShape(channels, (int)height, (int)width);
            return new DecodedImage(Decode(file.Kind, contents, shape, background), shape.Height, shape.Width);
        }));
    }

    /// <summary>Reads an open file, as <see cref="Read(string, ImageShape, ImageBackground?)"/> does.</summary>
    internal static byte[] Read(OpenedFile file, ImageShape shape, ImageBackground? background) =>
        file.Guard(() => Explained(file, () => Decode(file.Kind, Contents(file), shape, background)));

    private static T Explained<T>(OpenedFile file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ImageFault fault)
        {
            throw new ImageFileException($"File '{file.Path}' {fault.Message}.", fault);
        }
    }

    private static byte[] Decode(ImageKind kind, byte[] contents, ImageShape shape, ImageBackground? background)
    {
        DecodedPixels image = kind == ImageKind.Png ? PngReader.Read(contents, shape) : JpegReader.Read(contents, shape);
        if (!shape.HasAlpha)
        {
            image.Flatten(Colour(background) ?? image.Background ?? Colour(ImageBackground.White)!.Value);
        }

        return Planes.Of(image.Pixels, shape);
    }

    private static (byte Red, byte Green, byte Blue)? Colour(ImageBackground? background) => background switch
    {
        ImageBackground.White => (byte.MaxValue, byte.MaxValue, byte.MaxValue),
        ImageBackground.Black => (byte.MinValue, byte.MinValue, byte.MinValue),
        _ => null,
    };

    private static byte[] Contents(OpenedFile file)
    {
        if (file.Kind is not (ImageKind.Png or ImageKind.Jpeg))
        {
            throw new ImageFault(file.Kind == ImageKind.Unknown
                ? "is no image of a known kind: PNG or JPEG is expected"
                : "may hold many images: one alone, PNG or JPEG, is expected");
        }

        if (file.Length > LargestFile)
        {
            throw new ImageFault($"has {file.Length} bytes, where an image has {LargestFile} at most");
        }

        // The length is no more than a guess: a stream has none, and a file may grow.
        byte[] contents = new byte[(file.Length ?? FirstBuffer) + 1];
        int read = 0;
        while ((read += file.Contents.ReadAtLeast(contents.AsSpan(read), contents.Length - read, throwOnEndOfStream: false)) == contents.Length)
        {
            if (read > LargestFile)
            {
                throw new ImageFault($"has more than {LargestFile} bytes, which an image has at most");
            }

            Array.Resize(ref contents, (int)Math.Min(2L * read, LargestFile + 1L));
        }

        Array.Resize(ref contents, read);
        return contents;
    }
}
