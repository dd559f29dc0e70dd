using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>Images of one IDX file, gzipped or not.</summary>
internal static class IdxDataset
{
    public static Dataset Open(string? file) => string.IsNullOrEmpty(file)
        ? throw new DatasetException($"Data set '{Dataset.Idx}' is an IDX file of images, but none was given: --data names it.")
        : Splits.Of(Dataset.Idx, $"images of '{Path.GetFileName(file)}'", IdxReader.Read(file), file);
}
