using DrawAot.ImageFiles;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Datasets;

/// <summary>A named data set that a model can be trained on.</summary>
public abstract class TrainingData
{
    /// <summary>The name under which the set is opened.</summary>
    public required string Name { get; init; }

    /// <summary>A description of the images, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>The origin of the targets, such as "static binarised", "grey" or "binary as drawn".</summary>
    public required string Targets { get; init; }

    /// <summary>The facts of the data that a run notes.</summary>
    internal abstract DataFacts Facts { get; }

    /// <summary>SHA-256 of the images that the set was read from, for training, validation and test: <see cref="DataHash"/>.</summary>
    internal abstract string Sha256 { get; }

    /// <summary>Opens a data set.</summary>
    /// <exception cref="DatasetException">The name is unknown, files are missing, or they do not make a set.</exception>
    /// <exception cref="ImageFileException">A file cannot be read, or is at fault.</exception>
    public static TrainingData Open(DatasetOptions options) =>
        options.Name == Dataset.ClutteredMnist ? ClutteredMnist.Open(options) : Dataset.Open(options);
}
