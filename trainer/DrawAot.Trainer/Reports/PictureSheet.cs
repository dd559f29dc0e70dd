using DrawAot.ImageFiles;
using DrawAot.Trainer.Runs;
using StbImageWriteSharp;

namespace DrawAot.Trainer.Reports;

/// <summary>
/// Pictures side by side, row by row, a grey line between them, as a PNG file. Small pictures are scaled by a whole number, so
/// that a person can judge them.
/// </summary>
internal static class PictureSheet
{
    private const byte Line = 96;
    private const int LargestSide = 96; // pixels of a picture on the sheet, at most, where it is scaled up

    /// <summary>Pixels on a sheet along a side of a picture's pixel.</summary>
    public static int Scale(ImageShape shape) => Math.Max(1, LargestSide / Math.Max(shape.Width, shape.Height));

    /// <summary>Writes a sheet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The sizes of the pictures.</param>
    /// <param name="pictures">Pictures [C, B, A] of values in [0, 1].</param>
    /// <param name="columns">How many in a row.</param>
    public static void Write(string path, ImageShape shape, IReadOnlyList<float[]> pictures, int columns)
    {
        int scale = Scale(shape);
        int cellWidth = shape.Width * scale + 1, cellHeight = shape.Height * scale + 1;
        int width = columns * cellWidth + 1, height = (pictures.Count + columns - 1) / columns * cellHeight + 1;

        // Grey is the same in red, green and blue; opacity has no place on a sheet.
        int channels = shape.Channels < 3 ? 1 : 3;
        byte[] pixels = new byte[width * height * channels];
        pixels.AsSpan().Fill(Line);
        for (int k = 0; k < pictures.Count; k++)
        {
            int left = k % columns * cellWidth + 1, top = k / columns * cellHeight + 1;
            for (int y = 0; y < shape.Height * scale; y++)
            {
                for (int x = 0; x < shape.Width * scale; x++)
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        float value = pictures[k][(channel * shape.Height + y / scale) * shape.Width + x / scale];
                        pixels[((top + y) * width + left + x) * channels + channel] = (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
                    }
                }
            }
        }

        using var png = new MemoryStream();
        new ImageWriter().WritePng(pixels, width, height, channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue, png);
        RunFile.Write(path, png.ToArray());
    }
}
