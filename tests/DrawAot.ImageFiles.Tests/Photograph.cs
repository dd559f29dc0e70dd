using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace DrawAot.ImageFiles.Tests;

/// <summary>Files as another library writes them, and what it reads in them.</summary>
internal static class Photograph
{
    public const int Width = 13, Height = 9;

    /// <summary>A PNG file of some kind, with colours and alpha as far as the kind has them.</summary>
    public static byte[] Png(PngColorType colours, PngBitDepth depth, PngInterlaceMode interlace)
    {
        using Image<Rgba64> image = Taken();
        using var file = new MemoryStream();
        image.Save(file, new PngEncoder { ColorType = colours, BitDepth = depth, InterlaceMethod = interlace });
        return file.ToArray();
    }

    /// <summary>A sequential JPEG file.</summary>
    public static byte[] Jpeg(JpegColorType colours)
    {
        using Image<Rgba64> image = Taken();
        using var file = new MemoryStream();
        image.Save(file, new JpegEncoder { ColorType = colours, Quality = 95 });
        return file.ToArray();
    }

    /// <summary>The other library's reading, [3 or 4, Height, Width].</summary>
    public static byte[] Planes(byte[] file, int channels)
    {
        using Image<Rgba32> image = Image.Load<Rgba32>(file);
        int plane = image.Height * image.Width;
        byte[] planes = new byte[channels * plane];
        for (int i = 0; i < plane; i++)
        {
            Rgba32 pixel = image[i % image.Width, i / image.Width];
            byte[] samples = [pixel.R, pixel.G, pixel.B, pixel.A];
            for (int channel = 0; channel < channels; channel++)
            {
                planes[channel * plane + i] = samples[channel];
            }
        }

        return planes;
    }

    private static Image<Rgba64> Taken()
    {
        Image<Rgba64> image = new(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                image[x, y] = new Rgba64((ushort)(5003 * x), (ushort)(7001 * y), (ushort)(2999 * (x + y)), (ushort)(65_535 - 601 * x * y));
            }
        }

        return image;
    }
}
