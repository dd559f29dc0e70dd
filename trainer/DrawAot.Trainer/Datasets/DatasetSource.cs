namespace DrawAot.Trainer.Datasets;

/// <summary>The files of a data set and who publishes them.</summary>
/// <param name="Dataset">The data set's name.</param>
/// <param name="Publisher">Who publishes it.</param>
/// <param name="Files">The files.</param>
internal sealed record DatasetSource(string Dataset, string Publisher, IReadOnlyList<SourceFile> Files)
{
    private const string Larochelle = "http://www.cs.toronto.edu/~larocheh/public/datasets/binarized_mnist/";
    private const string LeCun = "http://yann.lecun.com/exdb/mnist/";

    /// <summary>Static binarised MNIST: training, validation and test images.</summary>
    public static DatasetSource BinarizedMnist { get; } = new(Datasets.Dataset.BinarizedMnist, "Hugo Larochelle",
    [
        new(["binarized_mnist_train.amat"], new Uri(Larochelle + "binarized_mnist_train.amat"),
            "ad693b29f94c14277b095f5238ddefbbdaaae0939789dd2f4f0205278cee3e4d"),
        new(["binarized_mnist_valid.amat"], new Uri(Larochelle + "binarized_mnist_valid.amat"),
            "1de3d397c40fe8eeb33dafd4099a1f665ec01e96d9be234aaeeac8a34930e2e2"),
        new(["binarized_mnist_test.amat"], new Uri(Larochelle + "binarized_mnist_test.amat"),
            "e6687bfea3f820c174f33b7865140b2a2dd2930ef786f35d45795fc193b5ab2c"),
    ]);

    /// <summary>MNIST: training and test images.</summary>
    public static DatasetSource Mnist { get; } = new(Datasets.Dataset.Mnist, "Yann LeCun",
    [
        new(["train-images-idx3-ubyte", "train-images.idx3-ubyte"], new Uri(LeCun + "train-images-idx3-ubyte.gz"),
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new(["t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"], new Uri(LeCun + "t10k-images-idx3-ubyte.gz"),
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    ]);

    /// <summary>MNIST with its labels: training and test images, training and test labels.</summary>
    public static DatasetSource LabelledMnist { get; } = new(Datasets.Dataset.ClutteredMnist, Mnist.Publisher,
    [
        .. Mnist.Files,
        new(["train-labels-idx1-ubyte", "train-labels.idx1-ubyte"], new Uri(LeCun + "train-labels-idx1-ubyte.gz"),
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new(["t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"], new Uri(LeCun + "t10k-labels-idx1-ubyte.gz"),
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ]);

    /// <summary>The files that a data set is downloaded from; null for one that is not.</summary>
    public static DatasetSource? Of(string dataset) => dataset switch
    {
        Datasets.Dataset.BinarizedMnist => BinarizedMnist,
        Datasets.Dataset.Mnist or Datasets.Dataset.FreshMnist or Datasets.Dataset.TwoDigitMnist => Mnist with { Dataset = dataset },
        Datasets.Dataset.ClutteredMnist => LabelledMnist,
        _ => null,
    };
}

/// <summary>A file of a data set.</summary>
/// <param name="Names">What it is called, gzipped (.gz) or not; the first is its name when it is downloaded.</param>
/// <param name="Address">Where it is published.</param>
/// <param name="Sha256">SHA-256 of its contents, unzipped.</param>
internal sealed record SourceFile(IReadOnlyList<string> Names, Uri Address, string Sha256);
