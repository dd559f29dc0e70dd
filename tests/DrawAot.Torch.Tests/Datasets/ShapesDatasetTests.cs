using System.Security.Cryptography;
using DrawAot.ImageFiles;
using DrawAot.Trainer.Datasets;
using Xunit;

namespace DrawAot.Torch.Tests.Datasets;

public class ShapesDatasetTests
{
    private static readonly ShapesOptions Few = new() { TrainCount = 200, ValidationCount = 50, TestCount = 50 };

    [Fact]
    public void The_default_is_as_documented()
    {
        Dataset dataset = Dataset.Open(new DatasetOptions("shapes"));

        Assert.Equal((10_000, 2_000, 2_000), (dataset.Train.Count, dataset.Validation.Count, dataset.Test.Count));
        Assert.Equal((1, 28, 28), (dataset.Train.Channels, dataset.Train.Height, dataset.Train.Width));
        Assert.Equal(("shapes", "binary as drawn", true), (dataset.Name, dataset.Targets, dataset.IsBinary));
    }

    // The hashes pin the images themselves: results on shapes are comparable only while these stand.
    [Theory]
    [InlineData(1, 28, 28, 0, "0af8e3b8c226a99b")]
    [InlineData(1, 28, 28, 7, "15308f7139dc3352")]
    [InlineData(3, 20, 32, 0, "943131f9d3577a39")]
    public void The_same_seed_draws_the_same_images_everywhere(int channels, int height, int width, int seed, string golden)
    {
        Dataset dataset = ShapesDataset.Draw(
            Few with { Channels = channels, Height = height, Width = width, Seed = (ulong)seed });

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ImageSet split in (ImageSet[])[dataset.Train, dataset.Validation, dataset.Test])
        {
            for (int i = 0; i < split.Count; i++)
            {
                hash.AppendData(split.Pixels(i));
            }
        }

        Assert.Equal(golden, Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    [Fact]
    public void A_larger_set_begins_with_the_smaller_one()
    {
        ImageSet small = ShapesDataset.Draw(Few).Train;
        ImageSet large = ShapesDataset.Draw(Few with { TrainCount = 300 }).Train;

        for (int i = 0; i < small.Count; i++)
        {
            Assert.Equal(small.Pixels(i), large.Pixels(i));
        }
    }

    [Fact]
    public void Seeds_and_splits_draw_other_images()
    {
        Dataset dataset = ShapesDataset.Draw(Few);
        Dataset other = ShapesDataset.Draw(Few with { Seed = 1 });

        Assert.NotEqual(dataset.Train.Pixels(0).ToArray(), other.Train.Pixels(0).ToArray());
        Assert.NotEqual(dataset.Train.Pixels(0).ToArray(), dataset.Validation.Pixels(0).ToArray());
        Assert.NotEqual(dataset.Validation.Pixels(0).ToArray(), dataset.Test.Pixels(0).ToArray());
    }

    [Theory]
    [InlineData(1, 8, 8)]
    [InlineData(1, 28, 28)]
    [InlineData(3, 8, 40)]
    public void Every_image_is_binary_and_neither_empty_nor_full(int channels, int height, int width)
    {
        ImageSet images = ShapesDataset.Draw(Few with { Channels = channels, Height = height, Width = width }).Train;

        for (int i = 0; i < images.Count; i++)
        {
            byte[] pixels = images.Pixels(i).ToArray();
            Assert.All(pixels, pixel => Assert.True(pixel is 0 or 255));
            Assert.Contains((byte)255, pixels);
            Assert.Contains((byte)0, pixels);
        }
    }

    [Fact]
    public void Three_channels_hold_seven_colours()
    {
        ImageSet images = ShapesDataset.Draw(Few with { Channels = 3 }).Train;
        int plane = images.Height * images.Width;
        HashSet<int> colours = [];
        for (int i = 0; i < images.Count; i++)
        {
            ReadOnlySpan<byte> image = images.Pixels(i);
            for (int p = 0; p < plane; p++)
            {
                colours.Add((image[p] & 1) | (image[plane + p] & 2) | (image[(2 * plane) + p] & 4));
            }
        }

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], colours.Order());
    }

    [Theory]
    [InlineData(7, 28)]
    [InlineData(28, 7)]
    [InlineData(0, -1)]
    public void Small_images_are_refused(int height, int width)
    {
        Refused(
            Few with { Height = height, Width = width },
            $"Data set 'shapes' cannot be drawn at {height}×{width}: images of 8×8 or more are expected.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Other_channels_are_refused(int channels)
    {
        Refused(
            Few with { Channels = channels },
            $"Data set 'shapes' cannot be drawn with {channels} channels: 1 or 3 are expected.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Impossible_counts_are_refused(int count)
    {
        string expected =
            $"Data set 'shapes' cannot have {count} images of 28×28 in a split: " +
            $"1 or more are expected, of {Array.MaxLength} bytes in all at most.";
        Refused(Few with { TrainCount = count }, expected);
        Refused(Few with { ValidationCount = count }, expected);
        Refused(Few with { TestCount = count }, expected);
    }

    private static void Refused(ShapesOptions options, string expected)
    {
        DatasetException fault = Assert.Throws<DatasetException>(() => ShapesDataset.Draw(options));
        Assert.Equal(expected, fault.Message);
    }
}
