using DrawAot.ImageFiles;
using DrawAot.Trainer.Commands;
using DrawAot.Trainer.Datasets;

namespace DrawAot.Torch.Tests.Datasets;

/// <summary>Data sets that are made of other images.</summary>
public sealed class MoreDatasetsTests : IDisposable
{
    private const int Side = 28;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fresh_binarisation_differs_between_epochs_and_is_grey_on_average()
    {
        WriteMnist(_ => 64);
        Dataset dataset = Dataset.Open(new DatasetOptions("mnist-fresh", _folder.Path));
        ImageSet first = dataset.TrainAt(0, seed: 1), second = dataset.TrainAt(1, seed: 1);

        Assert.True(dataset.IsBinary);
        Assert.Equal(first.Pixels(3), dataset.TrainAt(0, seed: 1).Pixels(3));
        Assert.NotEqual(first.Pixels(3).ToArray(), second.Pixels(3).ToArray());
        Assert.NotEqual(first.Pixels(3).ToArray(), first.Pixels(4).ToArray());
        Assert.NotEqual(first.Pixels(3).ToArray(), dataset.TrainAt(0, seed: 2).Pixels(3).ToArray());
        byte[] pixels = [.. Enumerable.Range(0, first.Count).SelectMany(k => first.Pixels(k).ToArray())];
        Assert.Equal<byte>([0, 255], pixels.Distinct().Order());
        Assert.Equal(64 / 255.0, pixels.Average(pixel => pixel / 255.0), 0.01);
    }

    [Fact]
    public void Black_stays_black_and_white_white()
    {
        WriteMnist(k => (byte)(k % 2 * 255));
        ImageSet train = Dataset.Open(new DatasetOptions("mnist-fresh", _folder.Path)).TrainAt(0, seed: 1);

        for (int k = 0; k < train.PixelCount; k++)
        {
            Assert.Equal(k % 2 * 255, train.Pixels(0)[k]);
        }
    }

    [Fact]
    public void Two_digits_stand_somewhere_in_sixty_by_sixty_and_are_clipped_where_they_meet()
    {
        WriteMnist(_ => 200);
        Dataset dataset = Dataset.Open(new DatasetOptions("two-digit-mnist", _folder.Path));

        Assert.Equal((60, 60, false), (dataset.Train.Width, dataset.Train.Height, dataset.IsBinary));
        Assert.Equal((50, 10, 12), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.NotEqual(dataset.Train.Pixels(0).ToArray(), dataset.Train.Pixels(1).ToArray());
        for (int k = 0; k < dataset.Train.Count; k++)
        {
            byte[] pixels = dataset.Train.Pixels(k).ToArray();
            int single = pixels.Count(pixel => pixel == 200), both = pixels.Count(pixel => pixel == 255);
            Assert.Equal(2 * Side * Side, single + 2 * both);
            Assert.Equal(60 * 60, single + both + pixels.Count(pixel => pixel == 0));
        }
    }

    [Fact]
    public void Files_of_a_folder_are_cut_and_scaled_to_one_size_and_divided()
    {
        for (int k = 0; k < 20; k++)
        {
            // A grey square in the middle of black borders that are cut off.
            WritePng($"{k:00}.png", width: 48, height: 24, (x, _) => x is >= 12 and < 36 ? (byte)(10 * k) : (byte)0);
        }

        Dataset dataset = Dataset.Open(new DatasetOptions("folder", _folder.Path, (8, 8), Channels: 3));

        Assert.Equal((16, 2, 2), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal((3, 8, 8), (dataset.Test.Channels, dataset.Test.Height, dataset.Test.Width));
        Assert.All(dataset.Test.Pixels(1).ToArray(), pixel => Assert.Equal(190, pixel));
        Assert.All(dataset.Validation.Pixels(0).ToArray(), pixel => Assert.Equal(80, pixel));
    }

    [Fact]
    public void Shrinking_averages_and_growing_interpolates()
    {
        var checkers = new DecodedImage([.. Enumerable.Range(0, 64).Select(k => (byte)((k % 8 + k / 8) % 2 * 200))], 8, 8);
        Assert.All(Resampling.Fit(checkers, new ImageShape(1, 2, 2)), pixel => Assert.InRange(pixel, 90, 110));

        var edge = new DecodedImage([0, 200, 0, 200], 2, 2);
        Assert.Equal([0, 50, 150, 200], Resampling.Fit(edge, new ImageShape(1, 4, 4))[..4]);
        Assert.Equal(edge.Planes, Resampling.Fit(edge, new ImageShape(1, 2, 2)));
    }

    [Fact]
    public void A_file_that_is_no_image_is_named()
    {
        string file = _folder.Write("a.png", "no picture");

        ImageFileException fault = Assert.Throws<ImageFileException>(() => Dataset.Open(new DatasetOptions("folder", _folder.Path, (8, 8))));

        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_files_at_fault_the_first_is_named_however_many_cores_there_are()
    {
        for (int k = 0; k < 200; k++)
        {
            WritePng($"{k:000}.png", width: 8, height: 8, (_, _) => 1);
        }

        foreach (int k in (int[])[77, 78, 150, 199])
        {
            _folder.Write($"{k:000}.png", "no picture");
        }

        for (int attempt = 0; attempt < 10; attempt++)
        {
            ImageFileException fault = Assert.Throws<ImageFileException>(() => Dataset.Open(new DatasetOptions("folder", _folder.Path)));
            Assert.Contains("077.png", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Subfolders_are_read_in_the_order_of_paths_at_their_own_size_and_in_grey_where_no_file_is_in_colour()
    {
        WriteClass("a", count: 12, value: 10);
        WriteClass("a-b", count: 4, value: 20);
        WriteClass("b/deep", count: 3, value: 30);
        WriteClass(".hidden", count: 2, value: 99);
        WritePng("top.png", width: 6, height: 5, (_, _) => 40);

        Dataset dataset = Dataset.Open(new DatasetOptions("folder", _folder.Path));

        // Of every ten, the ninth is for validation and the tenth for the test: 'a-b' comes before 'a/', as '-' before '/'.
        Assert.Equal((16, 2, 2), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal((1, 5, 6), (dataset.Train.Channels, dataset.Train.Height, dataset.Train.Width));
        byte[] order = [.. Enumerable.Range(0, 16).Select(k => dataset.Train.Pixels(k)[0])];
        Assert.Equal<byte>([20, 20, 20, 20, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 30, 30], order);
        Assert.Equal((30, 40), (dataset.Validation.Pixels(1)[0], dataset.Test.Pixels(1)[0]));
    }

    [Fact]
    public void One_file_in_colour_makes_a_folder_one_of_colours_unless_grey_is_asked_for()
    {
        WriteClass("a", count: 11, value: 10);
        Pictures.WriteColour(Path.Combine(_folder.Path, "a", "00.png"), width: 6, height: 5, red: 255, green: 0, blue: 0);

        Assert.Equal(3, Dataset.Open(new DatasetOptions("folder", _folder.Path)).Train.Channels);
        Assert.Equal(1, Dataset.Open(new DatasetOptions("folder", _folder.Path, Channels: 1)).Train.Channels);
    }

    [Fact]
    public void Files_of_two_sizes_need_one_to_be_brought_to()
    {
        WriteClass("a", count: 11, value: 10);
        WritePng("b.png", width: 7, height: 5, (_, _) => 1);

        var refused = Assert.Throws<DatasetException>(() => Dataset.Open(new DatasetOptions("folder", _folder.Path)));

        Assert.Contains("b.png' is 7×5 and '", refused.Message, StringComparison.Ordinal);
        Assert.Contains("00.png' is 6×5: images of one size, or --image-size WIDTHxHEIGHT to bring them to, is expected", refused.Message, StringComparison.Ordinal);
        Assert.Equal(10, Dataset.Open(new DatasetOptions("folder", _folder.Path, (6, 5))).Train.Count);
    }

    [Fact]
    public void More_images_than_memory_has_room_for_are_refused_before_they_are_read()
    {
        WriteClass("a", count: 20, value: 10);
        _folder.Write("broken.png", "no picture");

        var refused = Assert.Throws<DatasetException>(() => FolderDataset.Open(new DatasetOptions("folder", _folder.Path, (4096, 4096), Channels: 1), mostBytes: 1_000_000));

        Assert.Equal(
            $"The 21 images of '{_folder.Path}' take 352,321,536 bytes at 4096×4096×1, where 1,000,000, half of this process's memory, is the most: " +
            "fewer or smaller images (--image-size) or fewer channels (--channels 1) were expected.",
            refused.Message);
    }

    [Fact]
    public void A_link_that_leads_back_is_refused_and_one_that_leads_elsewhere_is_followed()
    {
        WriteClass("a", count: 11, value: 10);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "b"), Path.Combine(_folder.Path, "a"));
        Assert.Equal(22, ImagePaths.Of(_folder.Path).Length);

        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "a", "back"), _folder.Path);

        Assert.Contains(
            "is a link to a folder that it lies in", Assert.Throws<DatasetException>(() => ImagePaths.Of(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_the_file_names_of_mnist_is_read_with_its_test_images()
    {
        WriteMnist(k => (byte)(k % 7));

        Dataset dataset = Dataset.Open(new DatasetOptions(DatasetKind.Of(_folder.Path), _folder.Path));

        Assert.Equal(("idx", "grey"), (dataset.Name, dataset.Targets));
        Assert.Equal((50, 10, 12), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        File.Delete(Path.Combine(_folder.Path, "t10k-images-idx3-ubyte"));
        Assert.Contains(
            "lacks a file in the folder",
            Assert.Throws<DatasetException>(() => Dataset.Open(new DatasetOptions("idx", _folder.Path))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data/Fashion-MNIST", "fashion_mnist")]
    [InlineData("data/Fashion-MNIST/", "fashion_mnist")]
    [InlineData("train-images-idx3-ubyte.gz", "train_images")]
    [InlineData("letters.idx3-ubyte", "letters")]
    [InlineData("3d", "images_3d")]
    [InlineData("class", "images_class")]
    [InlineData("写真", "images")]
    [InlineData("a..b  c_", "a_b_c")]
    public void A_model_is_called_after_its_files(string path, string name) => Assert.Equal(name, ModelName.Of(path));

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal("images_" + new string('a', 57), ModelName.Of(new string('a', 300)));

    private void WriteClass(string name, int count, byte value)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, name));
        for (int k = 0; k < count; k++)
        {
            WritePng(Path.Combine(name, $"{k:00}.png"), width: 6, height: 5, (_, _) => value);
        }
    }

    [Fact]
    public void An_idx_file_is_divided_into_three()
    {
        string file = _folder.Write("images.gz", TemporaryFolder.Gzip(IdxFile.Counting(30)));

        Dataset dataset = Dataset.Open(new DatasetOptions("idx", file));

        Assert.Equal((24, 3, 3), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal([18, 19], dataset.Test.Pixels(0).ToArray());
        Assert.Equal("grey", dataset.Targets);
    }

    [Theory]
    [InlineData("idx", "none was given")]
    [InlineData("folder", "none was given")]
    public void What_needs_a_path_says_so(string name, string sentence) => Assert.Contains(
        sentence, Assert.Throws<DatasetException>(() => Dataset.Open(new DatasetOptions(name))).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_few_images_cannot_be_divided()
    {
        string file = _folder.Write("images", IdxFile.Counting(9));

        Assert.Equal(
            $"Data set 'idx' has 9 images in '{file}': 10 or more are expected, of which a tenth is for validation and a tenth for the test.",
            Assert.Throws<DatasetException>(() => Dataset.Open(new DatasetOptions("idx", file))).Message);
    }

    [Fact]
    public void Shapes_have_the_size_and_the_colours_asked_for()
    {
        Dataset dataset = Dataset.Open(new DatasetOptions("shapes", ImageSize: (12, 10), Channels: 3));

        Assert.Equal((3, 10, 12), (dataset.Train.Channels, dataset.Train.Height, dataset.Train.Width));
    }

    /// <summary>60 training and 12 test images whose pixels are a function of their place.</summary>
    private void WriteMnist(Func<int, byte> pixel)
    {
        foreach ((string name, int count) in (ReadOnlySpan<(string, int)>)[("train-images-idx3-ubyte", 60), ("t10k-images-idx3-ubyte", 12)])
        {
            byte[] pixels = [.. Enumerable.Range(0, count * Side * Side).Select(k => pixel(k % (Side * Side)))];
            _folder.Write(name, IdxFile.Make(IdxFile.ImageMagic, (uint)count, Side, Side, pixels));
        }
    }

    private void WritePng(string name, int width, int height, Func<int, int, byte> pixel) =>
        Pictures.WriteGrey(Path.Combine(_folder.Path, name), width, height, pixel);
}
