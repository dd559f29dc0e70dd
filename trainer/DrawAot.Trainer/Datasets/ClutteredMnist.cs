using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>
/// A digit of MNIST among clutter, on which the paper's glimpse classifier is trained (section 4.1). There is no canonical file of
/// it: every author draws a test set by the published recipe.
/// </summary>
internal static class ClutteredMnist
{
    private const int ClassCount = 10, HeldOut = 5_000, SmallestPart = 6;

    /// <summary>Reads MNIST and draws the sets.</summary>
    /// <exception cref="DatasetException">A file is missing or at fault, or the digits or the clutter do not fit on the field.</exception>
    /// <exception cref="ImageFileException">A file of images cannot be read, or is at fault.</exception>
    public static LabelledDataset Open(DatasetOptions options)
    {
        if (options.Channels is not (null or 1))
        {
            throw new DatasetException($"Data set '{Dataset.ClutteredMnist}' is grey: --channels is {options.Channels}, 1 was expected.");
        }

        (int width, int height) = options.ImageSize ?? (ClutterOptions.UsualSide, ClutterOptions.UsualSide);
        ClutterOptions clutter = options.Clutter ?? new ClutterOptions();
        IReadOnlyList<string> paths = DatasetFile.FindAll(options.Path, DatasetSource.LabelledMnist);
        (ImageSet digits, byte[] labels) = Read(paths[0], paths[2]);
        (ImageSet test, byte[] testLabels) = Read(paths[1], paths[3]);
        foreach (ImageSet set in (ReadOnlySpan<ImageSet>)[digits, test])
        {
            RequireFit(set, height, width, clutter);
        }

        int heldOut = Math.Min(HeldOut, Math.Max(1, digits.Count / SmallestPart)), kept = digits.Count - heldOut;
        if (kept == 0)
        {
            throw new DatasetException(
                $"Data set '{Dataset.ClutteredMnist}': '{paths[0]}' has a single image; two or more are expected, for training and validation.");
        }

        return new LabelledDataset(
            epoch => Draw(digits.Slice(0, kept), labels.AsMemory(0, kept), epoch.Seed, epoch.Stream, clutter.Deformation))
        {
            Name = Dataset.ClutteredMnist,
            Description = "digits of MNIST among clutter",
            Targets = $"digits among {clutter.Distractors} distractors of {clutter.DistractorWidth}×{clutter.DistractorWidth}",
            Classes = [.. Enumerable.Range(0, ClassCount).Select(digit => $"{digit}")],
            Source = [digits, test],
            Validation = Draw(
                digits.Slice(kept, heldOut), labels.AsMemory(kept, heldOut), ClutterOptions.UsualSeed, ClutteredImages.ValidationStream),
            Test = Draw(test, testLabels, clutter.TestSeed, ClutteredImages.TestStream),
        };

        ClutteredImages Draw(ImageSet set, ReadOnlyMemory<byte> classes, ulong seed, ulong stream, double deformation = 0) =>
            new(set, classes, height, width, clutter with { Deformation = deformation }, seed, stream);
    }

    private static (ImageSet Digits, byte[] Labels) Read(string images, string labels)
    {
        ImageSet digits = IdxReader.Read(images);
        return (digits, IdxLabels.Read(labels, digits.Count, ClassCount));
    }

    private static void RequireFit(ImageSet digits, int height, int width, ClutterOptions clutter)
    {
        if (digits.Height > height || digits.Width > width)
        {
            throw new DatasetException(
                $"Data set '{Dataset.ClutteredMnist}': digits of {digits.Width}×{digits.Height} do not fit on a field of {width}×{height}; " +
                "a larger --image-size was expected.");
        }

        int widest = Math.Min(digits.Height, digits.Width);
        if (clutter.Distractors < 0 || clutter.DistractorWidth < 1 || clutter.DistractorWidth > widest)
        {
            throw new DatasetException(
                $"Data set '{Dataset.ClutteredMnist}': {clutter.Distractors} distractors of {clutter.DistractorWidth} pixels along a side cannot be cut " +
                $"from digits of {digits.Width}×{digits.Height}; 0 or more of 1 to {widest} pixels were expected.");
        }
    }
}
