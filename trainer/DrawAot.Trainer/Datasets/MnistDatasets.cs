using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>MNIST and the data sets made of it.</summary>
internal static class MnistDatasets
{
    private const ulong FixedSeed = 1;
    private const uint ValidationDraw = uint.MaxValue, TestDraw = uint.MaxValue - 1, TrainDraw = uint.MaxValue - 2;

    public static Dataset OpenBinarized(string? folder)
    {
        ImageSet[] splits = [.. DatasetFile.FindAll(folder, DatasetSource.BinarizedMnist).Select(path => AmatReader.Read(path))];
        return SameSize(folder!, new Dataset
        {
            Name = Dataset.BinarizedMnist,
            Description = "handwritten digits, Larochelle's fixed binarisation of MNIST",
            Targets = "static binarised",
            IsBinary = true,
            Train = splits[0],
            Validation = splits[1],
            Test = splits[2],
        });
    }

    public static Dataset OpenGrey(string? folder, string name = Dataset.Mnist)
    {
        ImageSet[] files = [.. DatasetFile.FindAll(folder, DatasetSource.Mnist with { Dataset = name }).Select(path => IdxReader.Read(path))];
        ImageSet all = files[0];
        int validation = Math.Max(1, all.Count / 6);
        if (all.Count == validation)
        {
            throw new DatasetException(
                $"Data set '{name}' in the folder '{folder}' has a single training image: " +
                "two or more are expected, for training and validation.");
        }

        return SameSize(folder!, new Dataset
        {
            Name = name,
            Description = "handwritten digits, MNIST in grey",
            Targets = "grey",
            IsBinary = false,
            Train = all.Slice(0, all.Count - validation),
            Validation = all.Slice(all.Count - validation, validation),
            Test = files[1],
        });
    }

    public static Dataset OpenFresh(string? folder)
    {
        Dataset grey = OpenGrey(folder, Dataset.FreshMnist);
        return new Dataset
        {
            Name = Dataset.FreshMnist,
            Description = "handwritten digits, MNIST binarised at random, anew each epoch",
            Targets = "binarised anew each epoch; validation and test once, from a fixed seed",
            IsBinary = true,
            Train = Binarisation.Draw(grey.Train, FixedSeed, TrainDraw),
            Validation = Binarisation.Draw(grey.Validation, FixedSeed, ValidationDraw),
            Test = Binarisation.Draw(grey.Test, FixedSeed, TestDraw),
            Grey = grey.Train,
        };
    }

    private static Dataset SameSize(string folder, Dataset dataset)
    {
        ImageSet train = dataset.Train;
        foreach (ImageSet other in (ReadOnlySpan<ImageSet>)[dataset.Validation, dataset.Test])
        {
            if (other.Height != train.Height || other.Width != train.Width)
            {
                throw new DatasetException(
                    $"Data set '{dataset.Name}' in the folder '{folder}' mixes images of {train.Height}×{train.Width} " +
                    $"and {other.Height}×{other.Width}: one size is expected.");
            }
        }

        return dataset;
    }
}
