namespace DrawAot.ImageFiles;

/// <summary>Puts pixels into planes.</summary>
internal static class Planes
{
    /// <summary>The planes [Channels, Height, Width] of an image [Height, Width, red green blue alpha].</summary>
    public static byte[] Of(ReadOnlySpan<byte> pixels, ImageShape shape)
    {
        int plane = shape.Height * shape.Width;
        byte[] planes = new byte[shape.PixelCount];
        for (int i = 0; i < plane; i++)
        {
            ReadOnlySpan<byte> pixel = pixels.Slice(4 * i, 4);
            if (shape.Channels <= 2)
            {
                planes[i] = Luminance(pixel[0], pixel[1], pixel[2]);
            }
            else
            {
                (planes[i], planes[plane + i], planes[2 * plane + i]) = (pixel[0], pixel[1], pixel[2]);
            }

            if (shape.HasAlpha)
            {
                planes[(shape.Channels - 1) * plane + i] = pixel[3];
            }
        }

        return planes;
    }

    /// <summary>The planes of a grey image [Height, Width].</summary>
    public static byte[] OfGrey(ReadOnlySpan<byte> grey, ImageShape shape)
    {
        byte[] planes = new byte[shape.PixelCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            Span<byte> plane = planes.AsSpan(channel * grey.Length, grey.Length);
            if (shape.HasAlpha && channel == shape.Channels - 1)
            {
                plane.Fill(byte.MaxValue);
            }
            else
            {
                grey.CopyTo(plane);
            }
        }

        return planes;
    }

    // The weights add up to 2¹⁶, so that what is grey stays as it is.
    private static byte Luminance(int red, int green, int blue) => (byte)((19_595 * red + 38_470 * green + 7_471 * blue + 32_768) >> 16);
}
