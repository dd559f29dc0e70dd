using System.IO.Compression;
using System.Security.Cryptography;
using DrawAot.ImageFiles;
using DrawAot.Trainer.Datasets;
using Xunit;

namespace DrawAot.Torch.Tests.Datasets;

/// <summary>
/// The published files. They run where the environment variable DRAWAOT_DATA names a folder that holds
/// <c>binarized-mnist/</c> and <c>mnist/</c>, and are skipped elsewhere.
/// </summary>
public class RealDataTests
{
    [Theory]
    [InlineData("train", "ad693b29")]
    [InlineData("valid", "1de3d397")]
    [InlineData("test", "e6687bfe")]
    public void The_amat_files_are_the_ones_of_the_literature(string split, string sha256)
    {
        string path = Path.Combine(Folder("binarized-mnist"), $"binarized_mnist_{split}.amat");
        using Stream text = File.Exists(path)
            ? File.OpenRead(path)
            : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);

        Assert.StartsWith(sha256, Convert.ToHexStringLower(SHA256.HashData(text)));
    }

    [Fact]
    public void Binarised_mnist_has_its_published_counts()
    {
        Dataset dataset = Dataset.Open(new DatasetOptions("binarized-mnist", Folder("binarized-mnist")));

        Assert.Equal((50_000, 10_000, 10_000), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal((1, 28, 28), (dataset.Train.Channels, dataset.Train.Height, dataset.Train.Width));
        foreach (ImageSet split in (ImageSet[])[dataset.Train, dataset.Validation, dataset.Test])
        {
            Assert.InRange(Mean(split), 0.12, 0.14);
        }
    }

    [Fact]
    public void Mnist_has_its_published_counts()
    {
        Dataset dataset = Dataset.Open(new DatasetOptions("mnist", Folder("mnist")));

        Assert.Equal((50_000, 10_000, 10_000), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal((1, 28, 28), (dataset.Train.Channels, dataset.Train.Height, dataset.Train.Width));
        foreach (ImageSet split in (ImageSet[])[dataset.Train, dataset.Validation, dataset.Test])
        {
            Assert.InRange(Mean(split), 0.12, 0.14);
        }
    }

    /// <summary>
    /// Clipping takes little from the sum of what is added: each digit, and eight pieces, of which one holds on average the mean of
    /// all pieces of all digits.
    /// </summary>
    [Fact]
    public void Cluttered_mnist_has_the_brightness_of_its_recipe_and_a_fixed_test_set()
    {
        string folder = Folder("mnist");
        var dataset = (LabelledDataset)TrainingData.Open(new DatasetOptions("cluttered-mnist", folder));
        ImageSet digits = Dataset.Open(new DatasetOptions("mnist", folder)).Test;
        double digit = 0, piece = 0;
        for (int k = 0; k < digits.Count; k++)
        {
            ReadOnlySpan<byte> pixels = digits.Pixels(k);
            for (int p = 0; p < pixels.Length; p++)
            {
                digit += pixels[p];
                piece += (double)pixels[p] * Pieces(p / 28) * Pieces(p % 28) / (21 * 21);
            }
        }

        double expected = (digit + 8 * piece) / digits.Count, brightness = 0;
        byte[] image = new byte[dataset.Test.PixelCount];
        for (int k = 0; k < dataset.Test.Count; k++)
        {
            dataset.Test.Draw(k, image);
            brightness += image.Sum(pixel => (double)pixel) / dataset.Test.Count;
        }

        Assert.Equal((55_000, 5_000, 10_000), (dataset.TrainAt(0, 1).Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.InRange(brightness, 0.96 * expected, 0.999 * expected);
        Assert.Equal("77bff243c54d8fbe88d5012cbdcb7f1c9c3f36e11106fedccc26e70634717e87", dataset.Test.Sha256());
        Assert.Equal([7, 2, 1, 0, 4], Enumerable.Range(0, 5).Select(dataset.Test.Label));

        // Pieces of 8 pixels that a pixel of a side of 28 is in.
        static int Pieces(int place) => Math.Min(place, 20) - Math.Max(place - 7, 0) + 1;
    }

    private static string Folder(string name)
    {
        string? root = Environment.GetEnvironmentVariable("DRAWAOT_DATA");
        if (string.IsNullOrEmpty(root))
        {
            Assert.Skip($"DRAWAOT_DATA is not set; it names the folder that holds {name}/.");
        }

        return Path.Combine(root, name);
    }

    private static double Mean(ImageSet images)
    {
        float[] pixels = new float[images.PixelCount];
        double sum = 0;
        for (int i = 0; i < images.Count; i++)
        {
            images.CopyTo(i, pixels);
            foreach (float pixel in pixels)
            {
                sum += pixel;
            }
        }

        return sum / ((double)images.Count * images.PixelCount);
    }
}
