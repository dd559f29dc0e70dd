using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>A named data set: three sets of images of one size.</summary>
public sealed class Dataset
{
    /// <summary>Larochelle's fixed binarisation of MNIST, from <c>binarized_mnist_{train,valid,test}.amat</c>.</summary>
    public const string BinarizedMnist = "binarized-mnist";

    /// <summary>MNIST in grey, from the original IDX files; the last sixth of its training images is for validation.</summary>
    public const string Mnist = "mnist";

    /// <summary>Random shapes, drawn on the spot.</summary>
    public const string Shapes = "shapes";

    /// <summary>The names that <see cref="Open"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [BinarizedMnist, Mnist, Shapes];

    /// <summary>The name under which the set is opened.</summary>
    public required string Name { get; init; }

    /// <summary>What the images are, in a few words.</summary>
    public required string Description { get; init; }

    /// <summary>How the targets were made: "static binarised", "grey" or "binary as drawn".</summary>
    public required string Targets { get; init; }

    /// <summary>
    /// Whether every pixel is 0 or 1. If not, the targets are grey, and a Bernoulli bound on them
    /// is not comparable with one on binary targets.
    /// </summary>
    public required bool IsBinary { get; init; }

    /// <summary>The images to learn from.</summary>
    public required ImageSet Train { get; init; }

    /// <summary>The images to choose a model by.</summary>
    public required ImageSet Validation { get; init; }

    /// <summary>The images to report on.</summary>
    public required ImageSet Test { get; init; }

    /// <summary>Opens a data set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">The folder that holds the files; not used by <c>shapes</c>.</param>
    /// <param name="shapes">Size and seed of <c>shapes</c>; the defaults when left out.</param>
    /// <exception cref="DatasetException">The name is unknown, files are missing, or they do not make a set.</exception>
    /// <exception cref="ImageFileException">A file cannot be read, or is at fault.</exception>
    public static Dataset Open(string name, string? folder = null, ShapesOptions? shapes = null) => name switch
    {
        BinarizedMnist => OpenBinarizedMnist(Required(folder, name, "binarized_mnist_{train,valid,test}.amat")),
        Mnist => OpenMnist(Required(folder, name, "train-images-idx3-ubyte and t10k-images-idx3-ubyte")),
        Shapes => ShapesDataset.Draw(shapes ?? new ShapesOptions()),
        _ => throw new DatasetException(
            $"There is no data set named '{name}': {string.Join(", ", Names)} are the ones known."),
    };

    private static string Required(string? folder, string name, string files) => !string.IsNullOrEmpty(folder)
        ? folder
        : throw new DatasetException(
            $"Data set '{name}' is read from files, but no folder was given: one is expected that holds {files}, " +
            "gzipped (.gz) or not.");

    private static Dataset OpenBinarizedMnist(string folder)
    {
        ImageSet Read(string split) =>
            AmatReader.Read(DatasetFile.Find(folder, BinarizedMnist, $"binarized_mnist_{split}.amat"));

        return SameSize(folder, new Dataset
        {
            Name = BinarizedMnist,
            Description = "handwritten digits, Larochelle's fixed binarisation of MNIST",
            Targets = "static binarised",
            IsBinary = true,
            Train = Read("train"),
            Validation = Read("valid"),
            Test = Read("test"),
        });
    }

    private static Dataset OpenMnist(string folder)
    {
        ImageSet Read(string split) => IdxReader.Read(
            DatasetFile.Find(folder, Mnist, $"{split}-images-idx3-ubyte", $"{split}-images.idx3-ubyte"));

        ImageSet all = Read("train");
        int validation = Math.Max(1, all.Count / 6);
        if (all.Count == validation)
        {
            throw new DatasetException(
                $"Data set 'mnist' in the folder '{folder}' has a single training image: " +
                "two or more are expected, for training and validation.");
        }

        return SameSize(folder, new Dataset
        {
            Name = Mnist,
            Description = "handwritten digits, MNIST in grey",
            Targets = "grey",
            IsBinary = false,
            Train = all.Slice(0, all.Count - validation),
            Validation = all.Slice(all.Count - validation, validation),
            Test = Read("t10k"),
        });
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
