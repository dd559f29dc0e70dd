using DrawAot.ImageFiles;
using DrawAot.Trainer.Datasets;
using StbImageWriteSharp;

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

        AggregateException fault = Assert.Throws<AggregateException>(() => Dataset.Open(new DatasetOptions("folder", _folder.Path, (8, 8))));

        Assert.Contains(file, fault.InnerException!.Message, StringComparison.Ordinal);
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

    private void WritePng(string name, int width, int height, Func<int, int, byte> pixel)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height).Select(k => pixel(k % width, k / width))];
        using FileStream file = File.Create(Path.Combine(_folder.Path, name));
        new ImageWriter().WritePng(pixels, width, height, ColorComponents.Grey, file);
    }
}
