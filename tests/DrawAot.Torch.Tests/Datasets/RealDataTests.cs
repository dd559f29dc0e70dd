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
