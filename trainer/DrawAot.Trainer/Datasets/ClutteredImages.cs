using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>
/// Each digit of a set once, on a black field among pieces of digits of the same set. An image depends on the seed, the stream and
/// its index alone.
/// </summary>
/// <param name="digits">The digits, for the images and for their clutter.</param>
/// <param name="labels">The class of each digit.</param>
/// <param name="height">Rows of the field.</param>
/// <param name="width">Columns of the field.</param>
/// <param name="clutter">The clutter.</param>
/// <param name="seed">Seeds places and pieces.</param>
/// <param name="stream">Tells sets of one seed apart: the epoch, for training images.</param>
internal sealed class ClutteredImages(
    ImageSet digits, ReadOnlyMemory<byte> labels, int height, int width, ClutterOptions clutter, ulong seed, ulong stream)
    : LabelledImages(digits.Count, channels: 1, height, width)
{
    private const int Steps = 1 << 20; // of a uniform amount, on either side of 0

    /// <summary>The streams of the sets that no epoch draws.</summary>
    public const ulong ValidationStream = ulong.MaxValue, TestStream = ulong.MaxValue - 1;

    /// <inheritdoc/>
    public override int Label(int index) => labels.Span[index];

    /// <inheritdoc/>
    public override void Draw(int index, Span<byte> pixels)
    {
        pixels[..PixelCount].Clear();
        SplitMix64 random = SplitMix64.For(seed, stream, (ulong)index);
        int side = clutter.DistractorWidth;
        for (int k = 0; k < clutter.Distractors; k++)
        {
            ReadOnlySpan<byte> other = digits.Pixels(random.Between(0, digits.Count - 1));
            int top = random.Between(0, digits.Height - side), left = random.Between(0, digits.Width - side);
            Add(other[(top * digits.Width + left)..], side, side, ref random, pixels);
        }

        if (clutter.Deformation == 0)
        {
            Add(digits.Pixels(index), digits.Height, digits.Width, ref random, pixels);
            return;
        }

        byte[] digit = new byte[digits.Height * digits.Width];
        Deform(digits.Pixels(index), ref random, digit);
        Add(digit, digits.Height, digits.Width, ref random, pixels);
    }

    /// <summary>
    /// Turns, stretches and slants a digit about its middle by uniform amounts, by bilinear interpolation: pixel p of the result is
    /// pixel M·(p − c) + c of the digit, and black beyond its edge.
    /// </summary>
    private void Deform(ReadOnlySpan<byte> digit, ref SplitMix64 random, Span<byte> result)
    {
        double turn = Uniform(ref random) * clutter.Deformation * Math.PI / 180, share = clutter.Deformation / 100;
        double wide = 1 + Uniform(ref random) * share, high = 1 + Uniform(ref random) * share, slant = Uniform(ref random) * share;
        (double sin, double cos) = Math.SinCos(turn);
        (double xx, double xy, double yx, double yy) = (cos * wide, (cos * slant - sin) * high, sin * wide, (sin * slant + cos) * high);
        double middleX = (digits.Width - 1) / 2.0, middleY = (digits.Height - 1) / 2.0;
        for (int y = 0, k = 0; y < digits.Height; y++)
        {
            for (int x = 0; x < digits.Width; x++, k++)
            {
                double fromX = xx * (x - middleX) + xy * (y - middleY) + middleX, fromY = yx * (x - middleX) + yy * (y - middleY) + middleY;
                int left = (int)Math.Floor(fromX), top = (int)Math.Floor(fromY);
                double right = fromX - left, below = fromY - top;
                double value = (1 - below) * ((1 - right) * Pixel(digit, left, top) + right * Pixel(digit, left + 1, top))
                    + below * ((1 - right) * Pixel(digit, left, top + 1) + right * Pixel(digit, left + 1, top + 1));
                result[k] = (byte)Math.Round(value);
            }
        }

        static double Uniform(ref SplitMix64 random) => random.Between(-Steps, Steps) / (double)Steps;
    }

    private double Pixel(ReadOnlySpan<byte> digit, int x, int y) =>
        (uint)x < (uint)digits.Width && (uint)y < (uint)digits.Height ? digit[y * digits.Width + x] : 0;

    /// <summary>Adds a piece at a uniform place of the field, clipped to white.</summary>
    /// <param name="piece">Its first pixel and all that follow, in rows as long as a digit's.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="random">Gives the place.</param>
    /// <param name="field">The field [Height, Width].</param>
    private void Add(ReadOnlySpan<byte> piece, int rows, int columns, ref SplitMix64 random, Span<byte> field)
    {
        int top = random.Between(0, Height - rows), left = random.Between(0, Width - columns);
        for (int y = 0; y < rows; y++)
        {
            ReadOnlySpan<byte> from = piece.Slice(y * digits.Width, columns);
            Span<byte> to = field.Slice((top + y) * Width + left, columns);
            for (int x = 0; x < columns; x++)
            {
                to[x] = (byte)Math.Min(byte.MaxValue, to[x] + from[x]);
            }
        }
    }
}
