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

        Add(digits.Pixels(index), digits.Height, digits.Width, ref random, pixels);
    }

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
