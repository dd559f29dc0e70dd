using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>
/// Draws one or two circles, rectangles, triangles or crosses per image, filled or outlined, of random size and place.
/// An image depends on the seed, its split and its index alone, so a larger set begins with the smaller one.
/// </summary>
public static class ShapesDataset
{
    private const int ColourCount = 7;

    /// <summary>Draws the three sets.</summary>
    /// <exception cref="DatasetException">A size, count or number of channels is out of its range.</exception>
    public static Dataset Draw(ShapesOptions options)
    {
        Check(options);
        return new Dataset
        {
            Name = Dataset.Shapes,
            Description = "filled and outlined circles, rectangles, triangles and crosses, drawn from a seed",
            Targets = "binary as drawn",
            IsBinary = true,
            Train = DrawSplit(options, split: 0, options.TrainCount),
            Validation = DrawSplit(options, split: 1, options.ValidationCount),
            Test = DrawSplit(options, split: 2, options.TestCount),
        };
    }

    private static void Check(ShapesOptions options)
    {
        int smallest = Shape.SmallestImageSide;
        if (options.Height < smallest || options.Width < smallest)
        {
            throw new DatasetException(
                $"Data set 'shapes' cannot be drawn at {options.Height}×{options.Width}: " +
                $"images of {smallest}×{smallest} or more are expected.");
        }

        if (options.Channels is not (1 or 3))
        {
            throw new DatasetException(
                $"Data set 'shapes' cannot be drawn with {options.Channels} channels: 1 or 3 are expected.");
        }

        foreach (int count in (ReadOnlySpan<int>)[options.TrainCount, options.ValidationCount, options.TestCount])
        {
            Int128 bytes = (Int128)count * options.Channels * options.Height * options.Width;
            if (count < 1 || bytes > Array.MaxLength)
            {
                throw new DatasetException(
                    $"Data set 'shapes' cannot have {count} images of {options.Height}×{options.Width} in a split: " +
                    $"1 or more are expected, of {Array.MaxLength} bytes in all at most.");
            }
        }
    }

    private static ImageSet DrawSplit(ShapesOptions options, ulong split, int count)
    {
        int pixelCount = options.Channels * options.Height * options.Width;
        byte[] pixels = new byte[count * pixelCount];
        for (int i = 0; i < count; i++)
        {
            SplitMix64 random = SplitMix64.For(options.Seed, split, (ulong)i);
            DrawImage(options, ref random, pixels.AsSpan(i * pixelCount, pixelCount));
        }

        return new ImageSet(pixels, options.Channels, options.Height, options.Width);
    }

    private static void DrawImage(ShapesOptions options, ref SplitMix64 random, Span<byte> image)
    {
        int shapes = random.Between(1, 2);
        for (int s = 0; s < shapes; s++)
        {
            Shape shape = Shape.Draw(ref random, options.Height, options.Width);

            // Bit 0 is red, bit 1 green, bit 2 blue. With one channel every colour is white.
            int colour = random.Between(1, ColourCount);
            Paint(shape, options.Channels == 1 ? 1 : colour, options, image);
        }
    }

    private static void Paint(Shape shape, int colour, ShapesOptions options, Span<byte> image)
    {
        for (int row = 0; row < options.Height; row++)
        {
            for (int column = 0; column < options.Width; column++)
            {
                if (!shape.Covers(row, column))
                {
                    continue;
                }

                for (int channel = 0; channel < options.Channels; channel++)
                {
                    bool lit = ((colour >> channel) & 1) == 1;
                    image[(((channel * options.Height) + row) * options.Width) + column] = lit ? byte.MaxValue : byte.MinValue;
                }
            }
        }
    }
}
