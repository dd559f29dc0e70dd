using StbImageWriteSharp;

namespace DrawAot.Cli.Files;

/// <summary>Sheets as PNG images.</summary>
internal static class Png
{
    /// <summary>Writes an image.</summary>
    public static void Write(Stream stream, Sheet sheet) =>
        new ImageWriter().WritePng(sheet.Pixels, sheet.Width, sheet.Height, (ColorComponents)sheet.Channels, stream);
}
