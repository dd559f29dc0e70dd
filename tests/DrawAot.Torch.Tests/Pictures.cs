using StbImageWriteSharp;

namespace DrawAot.Torch.Tests;

/// <summary>Writes PNG files.</summary>
internal static class Pictures
{
    /// <summary>A grey picture, whose pixels are a function of column and row.</summary>
    public static void WriteGrey(string path, int width, int height, Func<int, int, byte> pixel)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height).Select(k => pixel(k % width, k / width))];
        using FileStream file = File.Create(path);
        new ImageWriter().WritePng(pixels, width, height, ColorComponents.Grey, file);
    }

    /// <summary>A picture of one colour.</summary>
    public static void WriteColour(string path, int width, int height, byte red, byte green, byte blue)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height).SelectMany(_ => (byte[])[red, green, blue])];
        using FileStream file = File.Create(path);
        new ImageWriter().WritePng(pixels, width, height, ColorComponents.RedGreenBlue, file);
    }
}
