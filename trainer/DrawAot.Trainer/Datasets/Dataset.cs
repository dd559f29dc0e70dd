using DrawAot.ImageFiles;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Datasets;

/// <summary>A named data set: three sets of images of one size.</summary>
public sealed class Dataset : TrainingData
{
    /// <summary>Larochelle's fixed binarisation of MNIST, from <c>binarized_mnist_{train,valid,test}.amat</c>.</summary>
    public const string BinarizedMnist = "binarized-mnist";

    /// <summary>MNIST in grey, from the original IDX files; the last sixth of its training images is for validation.</summary>
    public const string Mnist = "mnist";

    /// <summary>MNIST whose training images are binarised anew each epoch, each pixel white with the probability of its grey.</summary>
    public const string FreshMnist = "mnist-fresh";

    /// <summary>Two digits of MNIST at random places of 60×60, added and clipped: the paper's section 4.2.</summary>
    public const string TwoDigitMnist = "two-digit-mnist";

    /// <summary>A digit of MNIST among clutter, with its class: the paper's section 4.1. Opened as a <see cref="LabelledDataset"/>.</summary>
    public const string ClutteredMnist = "cluttered-mnist";

    /// <summary>Random shapes, drawn on the spot.</summary>
    public const string Shapes = "shapes";

    /// <summary>PNG and JPEG files of a folder and its subfolders, of one size or brought to one.</summary>
    public const string Folder = "folder";

    /// <summary>One IDX file of images, or a folder with two of MNIST's names.</summary>
    public const string Idx = "idx";

    /// <summary>One file of images of any kind that <see cref="DataSetReader"/> reads.</summary>
    public const string File = "file";

    /// <summary>The names that <see cref="TrainingData.Open(DatasetOptions)"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [BinarizedMnist, Mnist, FreshMnist, TwoDigitMnist, ClutteredMnist, Shapes, Folder, Idx, File];

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

    /// <inheritdoc/>
    internal override DataFacts Facts => new(Targets, Train.Channels, Train.Height, Train.Width, Train.Count, Validation.Count);

    /// <inheritdoc/>
    internal override string Sha256 => DataHash.Of(Grey ?? Train, Validation, Test);

    /// <summary>The grey images that <see cref="TrainAt"/> binarises; null where the images to learn from are always the same.</summary>
    internal ImageSet? Grey { get; init; }

    /// <summary>The images to learn from in an epoch, counted from 0.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="seed">Seeds what is drawn anew each epoch, if anything.</param>
    public ImageSet TrainAt(int epoch, long seed) => Grey is null ? Train : Binarisation.Draw(Grey, unchecked((ulong)seed), (uint)epoch);

    /// <summary>Opens a data set of images without classes.</summary>
    /// <exception cref="DatasetException">The name is unknown or that of images with classes, files are missing, or they do not make a set.</exception>
    /// <exception cref="ImageFileException">A file cannot be read, or is at fault.</exception>
    public static new Dataset Open(DatasetOptions options) => options.Name switch
    {
        BinarizedMnist => MnistDatasets.OpenBinarized(options.Path),
        Mnist => MnistDatasets.OpenGrey(options.Path),
        FreshMnist => MnistDatasets.OpenFresh(options.Path),
        TwoDigitMnist => TwoDigitDataset.Open(options.Path),
        Shapes => ShapesDataset.Draw(ShapesOptions.Of(options)),
        Folder => FolderDataset.Open(options),
        Idx => IdxDataset.Open(options.Path),
        File => FileDataset.Open(options.Path),
        ClutteredMnist => throw new DatasetException($"Data set '{ClutteredMnist}' is for classifiers; one of images alone was expected."),
        _ => throw new DatasetException(
            $"There is no data set named '{options.Name}': {string.Join(", ", Names)} are the ones known."),
    };
}
