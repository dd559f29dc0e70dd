namespace DrawAot.ImageFiles.Png;

/// <summary>Reads PNG files of every kind that the standard names, interlaced or not; gamma and colour profiles are ignored.</summary>
internal static class PngReader
{
    /// <summary>The size that a file says its image has, upright.</summary>
    /// <exception cref="ImageFault">The file is damaged.</exception>
    public static (long Height, long Width) Size(byte[] file)
    {
        PngHeader header = PngHeader.Parse(new PngChunks(file));
        return Orientation.Turned(header.Height, header.Width, OrientationOf(file));
    }

    /// <summary>Reads a file's image and puts it upright.</summary>
    /// <exception cref="ImageFault">The file is damaged, or its image has another size.</exception>
    public static DecodedPixels Read(byte[] file, ImageShape shape)
    {
        var chunks = new PngChunks(file);
        PngHeader header = PngHeader.Parse(chunks);
        int orientation = OrientationOf(file);
        shape.RequireSize("is a PNG", Orientation.Turned(header.Height, header.Width, orientation));

        var colours = new PngColours(header);
        using var packed = new MemoryStream();
        while (chunks.MoveNext())
        {
            switch (chunks.Kind)
            {
                case "IDAT":
                    packed.Write(chunks.Data);
                    break;
                case "PLTE":
                    colours.SetPalette(chunks.Data);
                    break;
                case "tRNS":
                    colours.SetTransparency(chunks.Data);
                    break;
                case "bKGD":
                    colours.SetBackground(chunks.Data);
                    break;
                case [>= 'A' and <= 'Z', ..]:
                    throw new ImageFault($"is a PNG with the chunk '{chunks.Kind}', which is unknown or in the wrong place");
                default:
                    break;
            }
        }

        packed.Position = 0;
        byte[] pixels = PngPixels.Unpack(packed, header, colours);
        return new DecodedPixels(Orientation.Turn(pixels, (int)header.Height, (int)header.Width, orientation), colours.Background);
    }

    // Exif may follow the pixels, but the size is checked before them. Damage that stops this search is refused later.
    private static int OrientationOf(byte[] file)
    {
        try
        {
            var chunks = new PngChunks(file);
            while (chunks.MoveNext())
            {
                if (chunks.Kind == "eXIf")
                {
                    return Orientation.Of(chunks.Data);
                }
            }
        }
        catch (ImageFault)
        {
        }

        return Orientation.Upright;
    }
}
