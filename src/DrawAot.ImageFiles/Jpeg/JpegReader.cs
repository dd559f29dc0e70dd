using BitMiracle.LibJpeg.Classic;

namespace DrawAot.ImageFiles.Jpeg;

/// <summary>Reads JPEG files, sequential or progressive, in grey or in red, green and blue.</summary>
internal static class JpegReader
{
    /// <summary>Reads a file's image.</summary>
    /// <returns>[Height, Width, red green blue alpha], where alpha is 255.</returns>
    /// <exception cref="ImageFault">The file is damaged, its image has another size, or other colours.</exception>
    public static byte[] Read(byte[] file, ImageShape shape) => Guard(file, stream => Decode(stream, shape));

    /// <summary>The size that a file says its image has.</summary>
    /// <exception cref="ImageFault">The file is damaged.</exception>
    public static (long Height, long Width) Size(byte[] file) => Guard(file, stream =>
    {
        jpeg_decompress_struct decoder = Begin(stream);
        return ((long)decoder.Image_height, (long)decoder.Image_width);
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

    private static byte[] Decode(MemoryStream stream, ImageShape shape)
    {
        jpeg_decompress_struct decoder = Begin(stream);
        shape.RequireSize("is a JPEG", decoder.Image_height, decoder.Image_width);
        decoder.Out_color_space = decoder.Jpeg_color_space switch
        {
            J_COLOR_SPACE.JCS_GRAYSCALE => J_COLOR_SPACE.JCS_GRAYSCALE,
            J_COLOR_SPACE.JCS_RGB or J_COLOR_SPACE.JCS_YCbCr => J_COLOR_SPACE.JCS_RGB,
            _ => throw new ImageFault(
                $"is a JPEG of {decoder.Num_components} components, such as CMYK: grey, or red, green and blue, is expected"),
        };

        decoder.jpeg_start_decompress();
        byte[] pixels = new byte[4 * shape.Height * shape.Width];
        byte[] row = new byte[decoder.Output_components * shape.Width];
        for (int y = 0; y < shape.Height; y++)
        {
            decoder.jpeg_read_scanlines([row], 1);
            Spread(row, decoder.Output_components, pixels.AsSpan(4 * y * shape.Width, 4 * shape.Width));
        }

        decoder.jpeg_finish_decompress();
        return pixels;
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
