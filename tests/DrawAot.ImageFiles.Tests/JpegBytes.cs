using BitMiracle.LibJpeg.Classic;

namespace DrawAot.ImageFiles.Tests;

/// <summary>JPEG files of 18 columns and 15 rows that common encoders do not write.</summary>
internal static class JpegBytes
{
    public const int Width = 18, Height = 15;

    public static byte[] Make(J_COLOR_SPACE colours, bool progressive)
    {
        int components = colours == J_COLOR_SPACE.JCS_GRAYSCALE ? 1 : colours == J_COLOR_SPACE.JCS_RGB ? 3 : 4;
        using var file = new MemoryStream();
        var encoder = new jpeg_compress_struct(new jpeg_error_mgr());
        encoder.jpeg_stdio_dest(file);
        (encoder.Image_width, encoder.Image_height) = (Width, Height);
        (encoder.Input_components, encoder.In_color_space) = (components, colours);
        encoder.jpeg_set_defaults();
        encoder.jpeg_set_quality(95, force_baseline: true);
        if (progressive)
        {
            encoder.jpeg_simple_progression();
        }

        encoder.jpeg_start_compress(write_all_tables: true);
        for (int y = 0; y < Height; y++)
        {
            byte[] row = [.. Enumerable.Range(0, components * Width).Select(i => (byte)(3 * (i / components) + 8 * y + 30 * (i % components)))];
            encoder.jpeg_write_scanlines([row], 1);
        }

        encoder.jpeg_finish_compress();
        return file.ToArray();
    }
}
