using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>
/// Images of one IDX file, gzipped or not, or of a folder with the two files that MNIST has; many other data sets are published
/// under the same names.
/// </summary>
internal static class IdxDataset
{
    private static readonly SourceFile TrainFile = DatasetSource.Mnist.Files[0], TestFile = DatasetSource.Mnist.Files[1];

    public static Dataset Open(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw new DatasetException(
                $"Data set '{Dataset.Idx}' is an IDX file of images or a folder with {TrainFile.Names[0]} and {TestFile.Names[0]}, " +
                "but none was given: --data names it.");
        }

        string description = $"images of '{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))}'";
        return Directory.Exists(path)
            ? OpenFolder(path, description)
            : Splits.Of(Dataset.Idx, description, IdxReader.Read(path), path);
    }

    /// <summary>Whether a folder has the training images.</summary>
    public static bool IsIn(string folder) => DatasetFile.Find(folder, TrainFile) is not null;

    private static Dataset OpenFolder(string folder, string description)
    {
        foreach (SourceFile file in (ReadOnlySpan<SourceFile>)[TrainFile, TestFile])
        {
            if (DatasetFile.Find(folder, file) is null)
            {
                throw new DatasetException(
                    $"Data set '{Dataset.Idx}' lacks a file in the folder '{folder}': {string.Join(" or ", file.Names)} is expected, gzipped (.gz) or not.");
            }
        }

        Dataset files = MnistDatasets.OpenGrey(folder, Dataset.Idx);
        return new Dataset
        {
            Name = Dataset.Idx,
            Description = description,
            Targets = Splits.Targets(files.Train),
            IsBinary = Splits.IsBinary(files.Train),
            Train = files.Train,
            Validation = files.Validation,
            Test = files.Test,
        };
    }
}
