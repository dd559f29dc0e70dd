namespace DrawAot.ImageFiles.Png;

/// <summary>Reads PNG files of every kind that the standard names, interlaced or not; gamma and colour profiles are ignored.</summary>
internal static class PngReader
{
    /// <summary>The size that a file says its image has.</summary>
    /// <exception cref="ImageFault">The file is damaged.</exception>
    public static (long Height, long Width) Size(byte[] file)
    {
        PngHeader header = PngHeader.Parse(new PngChunks(file));
        return (header.Height, header.Width);
    }

    /// <summary>Reads a file's image.</summary>
    /// <returns>[Height, Width, red green blue alpha].</returns>
    /// <exception cref="ImageFault">The file is damaged, or its image has another size.</exception>
    public static byte[] Read(byte[] file, ImageShape shape)
    {
        var chunks = new PngChunks(file);
        PngHeader header = PngHeader.Parse(chunks);
        shape.RequireSize("is a PNG", header.Height, header.Width);

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
                case [>= 'A' and <= 'Z', ..]:
                    throw new ImageFault($"is a PNG with the chunk '{chunks.Kind}', which is unknown or in the wrong place");
                default:
                    break;
            }
        }

        packed.Position = 0;
        return PngPixels.Unpack(packed, header, colours);
    }
}
