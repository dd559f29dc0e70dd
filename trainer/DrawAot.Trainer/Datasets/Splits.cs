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

        return new Dataset
        {
            Name = name,
            Description = description,
            Targets = Targets(images),
            IsBinary = IsBinary(images),
            Train = Select(images, place => place is not (Validation or Test)),
            Validation = Select(images, place => place == Validation),
            Test = Select(images, place => place == Test),
        };
    }

    /// <summary>Whether every pixel is 0 or 1.</summary>
    public static bool IsBinary(ImageSet images) =>
        Enumerable.Range(0, images.Count).All(k => images.Pixels(k).IndexOfAnyExcept(byte.MinValue, byte.MaxValue) < 0);

    /// <summary>The origin of the targets of images that were read as they are.</summary>
    public static string Targets(ImageSet images) => IsBinary(images) ? "binary as read" : images.Channels == 1 ? "grey" : "colours";

    private static ImageSet Select(ImageSet images, Func<int, bool> belongs) =>
        images.Select(Enumerable.Range(0, images.Count).Where(k => belongs(k % Period)));
}
