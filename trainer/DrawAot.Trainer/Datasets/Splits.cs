using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>Divides images that come without a division: of every ten, one is for validation and one for the test.</summary>
internal static class Splits
{
    private const int Period = 10, Validation = 8, Test = 9;

    /// <summary>Makes a data set of images in one row.</summary>
    /// <exception cref="DatasetException">There are fewer than ten.</exception>
    public static Dataset Of(string name, string description, ImageSet images, string source)
    {
        if (images.Count < Period)
        {
            throw new DatasetException(
                $"Data set '{name}' has {images.Count} images in '{source}': {Period} or more are expected, " +
                "of which a tenth is for validation and a tenth for the test.");
        }

        bool binary = Enumerable.Range(0, images.Count).All(k => images.Pixels(k).IndexOfAnyExcept(byte.MinValue, byte.MaxValue) < 0);
        return new Dataset
        {
            Name = name,
            Description = description,
            Targets = binary ? "binary as read" : images.Channels == 1 ? "grey" : "colours",
            IsBinary = binary,
            Train = Select(images, place => place is not (Validation or Test)),
            Validation = Select(images, place => place == Validation),
            Test = Select(images, place => place == Test),
        };
    }

    private static ImageSet Select(ImageSet images, Func<int, bool> belongs)
    {
        int[] numbers = [.. Enumerable.Range(0, images.Count).Where(k => belongs(k % Period))];
        byte[] pixels = new byte[(long)numbers.Length * images.PixelCount];
        for (int k = 0; k < numbers.Length; k++)
        {
            images.Pixels(numbers[k]).CopyTo(pixels.AsSpan(k * images.PixelCount));
        }

        return new ImageSet(pixels, images.Channels, images.Height, images.Width);
    }
}
