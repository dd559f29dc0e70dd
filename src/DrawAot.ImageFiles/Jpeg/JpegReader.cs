using BitMiracle.LibJpeg.Classic;

namespace DrawAot.ImageFiles.Jpeg;

/// <summary>Reads JPEG files, sequential or progressive, in grey or in red, green and blue.</summary>
internal static class JpegReader
{
    /// <summary>Every scan goes through the whole image, and a scan may be ten bytes long: without a limit a small file takes minutes.</summary>
    private const int MostScans = 100;

    /// <summary>Reads a file's image and puts it upright.</summary>
    /// <returns>Pixels whose alpha is 255.</returns>
    /// <exception cref="ImageFault">The file is damaged, its image has another size, too many scans, or other colours.</exception>
    public static DecodedPixels Read(byte[] file, ImageShape shape)
    {
        JpegMarkers markers = JpegMarkers.Of(file);
        return markers.Scans <= MostScans
            ? Guard(file, stream => new DecodedPixels(Decode(stream, shape, markers.Orientation)))
            : throw new ImageFault($"is a JPEG of {markers.Scans} scans, where at most {MostScans} are expected");
    }

    /// <summary>The size that a file says its image has, upright.</summary>
    /// <exception cref="ImageFault">The file is damaged.</exception>
    public static (long Height, long Width) Size(byte[] file) => Guard(file, stream =>
    {
        jpeg_decompress_struct decoder = Begin(stream);
        return Orientation.Turned(decoder.Image_height, decoder.Image_width, JpegMarkers.Of(file).Orientation);
    });

    private static T Guard<T>(byte[] file, Func<MemoryStream, T> read)
    {
        try
        {
            using var stream = new MemoryStream(file);
            return read(stream);
        }
        catch (Exception failure) when (failure is not (ImageFault or OutOfMemoryException))
        {
            // Damage that the decoder does not foresee makes it leave its own arrays.
            throw new ImageFault("is a damaged JPEG: what it holds contradicts itself", failure);
        }
    }

    private static jpeg_decompress_struct Begin(MemoryStream stream)
    {
        var decoder = new jpeg_decompress_struct(new JpegFaults());
        decoder.jpeg_stdio_src(stream);
        decoder.jpeg_read_header(require_image: true);
        return decoder;
    }

    private static byte[] Decode(MemoryStream stream, ImageShape shape, int orientation)
    {
        jpeg_decompress_struct decoder = Begin(stream);
        int height = decoder.Image_height, width = decoder.Image_width;
        shape.RequireSize("is a JPEG", Orientation.Turned(height, width, orientation));
        decoder.Out_color_space = decoder.Jpeg_color_space switch
        {
            J_COLOR_SPACE.JCS_GRAYSCALE => J_COLOR_SPACE.JCS_GRAYSCALE,
            J_COLOR_SPACE.JCS_RGB or J_COLOR_SPACE.JCS_YCbCr => J_COLOR_SPACE.JCS_RGB,
            _ => throw new ImageFault(
                $"is a JPEG of {decoder.Num_components} components, such as CMYK: grey, or red, green and blue, is expected"),
        };

        decoder.jpeg_start_decompress();
        byte[] pixels = new byte[4 * height * width];
        byte[] row = new byte[decoder.Output_components * width];
        for (int y = 0; y < height; y++)
        {
            decoder.jpeg_read_scanlines([row], 1);
            Spread(row, decoder.Output_components, pixels.AsSpan(4 * y * width, 4 * width));
        }

        decoder.jpeg_finish_decompress();
        return Orientation.Turn(pixels, height, width, orientation);
    }

    private static void Spread(ReadOnlySpan<byte> row, int components, Span<byte> pixels)
    {
        for (int x = 0; 4 * x < pixels.Length; x++)
        {
            ReadOnlySpan<byte> colour = row.Slice(components * x, components);
            (pixels[4 * x], pixels[4 * x + 1], pixels[4 * x + 2], pixels[4 * x + 3]) =
                (colour[0], colour[components / 2], colour[components - 1], byte.MaxValue);
        }
    }
}
