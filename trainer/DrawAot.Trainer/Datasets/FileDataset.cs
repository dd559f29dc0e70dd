using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>Images of one file of many, of any kind that <c>drawaot</c> reads too: IDX, <c>.amat</c> text or <c>.npy</c>, gzipped or not.</summary>
internal static class FileDataset
{
    public static Dataset Open(string? path) => string.IsNullOrEmpty(path)
        ? throw new DatasetException($"Data set '{Dataset.File}' is an IDX, .amat or .npy file of images, but none was given: --data names it.")
        : Splits.Of(Dataset.File, $"images of '{Path.GetFileName(path)}'", DataSetReader.Read(path), path);
}
