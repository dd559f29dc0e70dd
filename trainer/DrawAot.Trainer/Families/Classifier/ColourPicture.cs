using DrawAot.Manifest;
using SkiaSharp;

namespace DrawAot.Trainer.Families.Classifier;

/// <summary>An image scaled up, in red, green and blue, to draw on.</summary>
internal sealed class ColourPicture
{
    private const int Channels = 3;
    private const float TextShare = 0.16f; // of the picture's height

    private readonly int _width, _height, _scale;

    /// <summary>Scales an image up. One or two channels are grey; opacity is left out.</summary>
    /// <param name="image">[C, B, A] in [0, 1].</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="scale">Pixels along a side of one of the image's.</param>
    public ColourPicture(ReadOnlySpan<float> image, ModelShape shape, int scale)
    {
        (_width, _height, _scale, Values) = (shape.Width * scale, shape.Height * scale, scale, new float[Channels * shape.Width * shape.Height * scale * scale]);
        for (int channel = 0; channel < Channels; channel++)
        {
            int from = shape.Channels < Channels ? 0 : channel;
            for (int y = 0; y < _height; y++)
            {
                for (int x = 0; x < _width; x++)
                {
                    this[channel, y, x] = image[(from * shape.Height + y / scale) * shape.Width + x / scale];
                }
            }
        }
    }

    private ColourPicture(ColourPicture other) =>
        (_width, _height, _scale, Values) = (other._width, other._height, other._scale, [.. other.Values]);

    /// <summary>Colours of frames.</summary>
    public static (float Red, float Green, float Blue) Red { get; } = (1, 0.24f, 0.16f);

    /// <inheritdoc cref="Red"/>
    public static (float Red, float Green, float Blue) Green { get; } = (0.16f, 0.78f, 0.24f);

    /// <summary>The picture [3, height, width] in [0, 1].</summary>
    public float[] Values { get; }

    private ref float this[int channel, int y, int x] => ref Values[(channel * _height + y) * _width + x];

    /// <summary>A picture of its own with the same pixels.</summary>
    public ColourPicture Copy() => new(this);

    /// <summary>Draws a frame inside the edges.</summary>
    public void Frame(int width, (float Red, float Green, float Blue) colour) =>
        Paint((x, y) => Math.Min(Math.Min(x, _width - 1 - x), Math.Min(y, _height - 1 - y)) < width ? 1 : 0, colour);

    /// <summary>
    /// Draws the outline of a read window, as the paper does: a rectangle around all filters, whose line is as wide as they are
    /// blurred.
    /// </summary>
    /// <param name="window">The window, in pixels of the image.</param>
    /// <param name="filters">N.</param>
    public void Outline(AttentionWindow window, int filters)
    {
        // Centres are counted from that of the first pixel, and a filter sees to both sides of its own.
        float centreX = (window.CentreX + 0.5f) * _scale, centreY = (window.CentreY + 0.5f) * _scale;
        float half = MathF.Max(window.Stride * filters, 1) / 2 * _scale, line = Math.Clamp(window.Sigma * _scale / 2, 1, 2 * _scale);
        Paint(
            (x, y) =>
            {
                float distance = MathF.Max(MathF.Abs(x + 0.5f - centreX), MathF.Abs(y + 0.5f - centreY));
                return distance >= half - line / 2 && distance <= half + line / 2 ? 1 : 0;
            },
            Green);
    }

    /// <summary>Writes a text into the upper left corner; a system without fonts leaves it out.</summary>
    public void Write(string text, int margin, (float Red, float Green, float Blue) colour)
    {
        using var mask = new SKBitmap(new SKImageInfo(_width, _height, SKColorType.Gray8, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(mask);
        using var font = new SKFont(SKTypeface.Default, _height * TextShare);
        using var paint = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.Clear(SKColors.Black);
        canvas.DrawText(text, 2 * margin, margin + font.Size, font, paint);
        canvas.Flush();
        byte[] coverage = mask.Bytes;
        int stride = mask.RowBytes;
        Paint((x, y) => coverage[y * stride + x] / 255f, colour);
    }

    /// <summary>Lays a colour over the picture.</summary>
    /// <param name="opacity">The colour's share of a pixel, in [0, 1].</param>
    /// <param name="colour">The colour.</param>
    private void Paint(Func<int, int, float> opacity, (float Red, float Green, float Blue) colour)
    {
        for (int y = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++)
            {
                float share = opacity(x, y);
                (this[0, y, x], this[1, y, x], this[2, y, x]) = (Mix(0, colour.Red), Mix(1, colour.Green), Mix(2, colour.Blue));

                float Mix(int channel, float over) => this[channel, y, x] + (over - this[channel, y, x]) * share;
            }
        }
    }
}
