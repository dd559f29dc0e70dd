using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>Finds out which data set a file or a folder is.</summary>
internal static class DatasetKind
{
    /// <summary>The name of the data set.</summary>
    /// <param name="path">Its file or folder.</param>
    /// <exception cref="DatasetException">It is none.</exception>
    /// <exception cref="ImageFileException">The file cannot be read.</exception>
    public static string Of(string path)
    {
        if (File.Exists(path))
        {
            return DataSetReader.IsIdx(path) ? Dataset.Idx : Dataset.File;
        }

        if (!Directory.Exists(path))
        {
            throw new DatasetException($"There is no file or folder '{path}', where images are expected.");
        }

        SourceFile binarized = DatasetSource.BinarizedMnist.Files[0];
        return DatasetFile.Find(path, binarized) is not null ? Dataset.BinarizedMnist
            : IdxDataset.IsIn(path) ? Dataset.Idx
            : ImagePaths.Any(path) ? Dataset.Folder
            : throw new DatasetException(
                $"The folder '{path}' is no data set that is known: PNG or JPEG files, in it or its subfolders, " +
                $"{DatasetSource.Mnist.Files[0].Names[0]} or {binarized.Names[0]} are expected.");
    }
}
