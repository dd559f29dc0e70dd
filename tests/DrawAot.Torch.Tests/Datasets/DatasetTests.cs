using DrawAot.ImageFiles;
using DrawAot.Trainer.Datasets;
using Xunit;

namespace DrawAot.Torch.Tests.Datasets;

public sealed class DatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Binarised_mnist_is_its_three_files()
    {
        _folder.Write("binarized_mnist_train.amat", "0 1 1 0\n1 1 1 1\n0 0 0 0\n");
        _folder.WriteGzipped("binarized_mnist_valid.amat.gz", "1 0 0 0\n0 0 0 1\n");
        _folder.WriteGzipped("binarized_mnist_test.amat", "0 0 0 1\n");

        Dataset dataset = Dataset.Open(new DatasetOptions("binarized-mnist", _folder.Path));

        Assert.Equal((3, 2, 1), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal([0, 0, 0, 255], dataset.Test.Pixels(0).ToArray());
        Assert.Equal(("binarized-mnist", "static binarised", true), (dataset.Name, dataset.Targets, dataset.IsBinary));
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", "t10k-images-idx3-ubyte.gz")]
    [InlineData("train-images.idx3-ubyte.gz", "t10k-images.idx3-ubyte")]
    public void Mnist_sets_the_last_sixth_of_its_training_images_aside(string train, string test)
    {
        _folder.Write(train, IdxFile.Counting(12));
        _folder.Write(test, TemporaryFolder.Gzip(IdxFile.Counting(3)));

        Dataset dataset = Dataset.Open(new DatasetOptions("mnist", _folder.Path));

        Assert.Equal((10, 2, 3), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal([18, 19], dataset.Train.Pixels(9).ToArray());
        Assert.Equal([20, 21], dataset.Validation.Pixels(0).ToArray());
        Assert.Equal(("mnist", "grey", false), (dataset.Name, dataset.Targets, dataset.IsBinary));
    }

    [Fact]
    public void A_few_training_images_leave_one_for_validation()
    {
        _folder.Write("train-images-idx3-ubyte", IdxFile.Counting(2));
        _folder.Write("t10k-images-idx3-ubyte", IdxFile.Counting(1));

        Dataset dataset = Dataset.Open(new DatasetOptions("mnist", _folder.Path));

        Assert.Equal((1, 1), (dataset.Train.Count, dataset.Validation.Count));
    }

    [Fact]
    public void A_single_training_image_cannot_be_split()
    {
        _folder.Write("train-images-idx3-ubyte", IdxFile.Counting(1));
        _folder.Write("t10k-images-idx3-ubyte", IdxFile.Counting(1));

        Refused("mnist", _folder.Path,
            $"Data set 'mnist' in the folder '{_folder.Path}' has a single training image: " +
            "two or more are expected, for training and validation.");
    }

    [Fact]
    public void The_images_of_a_data_set_have_one_size()
    {
        _folder.Write("binarized_mnist_train.amat", "0 1 1 0\n");
        _folder.Write("binarized_mnist_valid.amat", "0 1 1 0\n");
        _folder.Write("binarized_mnist_test.amat", "1\n");

        Refused("binarized-mnist", _folder.Path,
            $"Data set 'binarized-mnist' in the folder '{_folder.Path}' mixes images of 2×2 and 1×1: one size is expected.");
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        Refused("cifar", _folder.Path,
            "There is no data set named 'cifar': binarized-mnist, mnist, mnist-fresh, two-digit-mnist, cluttered-mnist, shapes, folder, idx, file are the ones known.");
    }

    [Theory]
    [InlineData("binarized-mnist", "binarized_mnist_train.amat, binarized_mnist_valid.amat, binarized_mnist_test.amat")]
    [InlineData("mnist", "train-images-idx3-ubyte, t10k-images-idx3-ubyte")]
    [InlineData("mnist-fresh", "train-images-idx3-ubyte, t10k-images-idx3-ubyte")]
    public void Files_need_a_folder(string name, string files)
    {
        foreach (string? none in (string?[])[null, ""])
        {
            Assert.StartsWith(
                $"Data set '{name}' is read from files, but no folder was given: --data names one that holds {files}, gzipped (.gz) or not. ",
                Refusal(name, none),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_folder_is_named_and_where_its_files_are_published()
    {
        string absent = Path.Combine(_folder.Path, "absent");
        Refused("binarized-mnist", absent,
            $"There is no folder '{absent}', where data set 'binarized-mnist' was looked for: " +
            "binarized_mnist_train.amat is expected, gzipped (.gz) or not. Hugo Larochelle publishes it at " +
            "http://www.cs.toronto.edu/~larocheh/public/datasets/binarized_mnist/binarized_mnist_train.amat " +
            "(SHA-256 ad693b29f94c14277b095f5238ddefbbdaaae0939789dd2f4f0205278cee3e4d, unzipped); --download fetches what is missing.");
    }

    [Fact]
    public void A_missing_file_is_named_and_where_it_is_published()
    {
        _folder.Write("train-images-idx3-ubyte", IdxFile.Counting(6));

        Refused("mnist", _folder.Path,
            $"Data set 'mnist' lacks a file in the folder '{_folder.Path}': " +
            "t10k-images-idx3-ubyte or t10k-images.idx3-ubyte is expected, gzipped (.gz) or not. Yann LeCun publishes it at " +
            "http://yann.lecun.com/exdb/mnist/t10k-images-idx3-ubyte.gz " +
            "(SHA-256 0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7, unzipped); --download fetches what is missing.");
    }

    [Fact]
    public void A_damaged_file_is_refused_as_a_file()
    {
        _folder.Write("train-images-idx3-ubyte", IdxFile.Counting(6));
        string damaged = _folder.Write("t10k-images-idx3-ubyte", IdxFile.Counting(6)[..^1]);

        ImageFileException fault = Assert.Throws<ImageFileException>(() => Dataset.Open(new DatasetOptions("mnist", _folder.Path)));

        Assert.Equal($"File '{damaged}' ends after 11 pixels, where 6 images of 1×2 need 12.", fault.Message);
    }

    private static void Refused(string name, string? folder, string expected) => Assert.Equal(expected, Refusal(name, folder));

    private static string Refusal(string name, string? folder) =>
        Assert.Throws<DatasetException>(() => Dataset.Open(new DatasetOptions(name, folder))).Message;
}
