using DrawAot.ImageFiles;
using DrawAot.Trainer.Datasets;

namespace DrawAot.Torch.Tests.Datasets;

/// <summary>One file of images is what drawaot takes it for, whatever its name.</summary>
public sealed class FileDatasetTests : IDisposable
{
    private const int Count = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("images.npy", "file", false)]
    [InlineData("images.npy.gz", "file", true)]
    [InlineData("images.amat", "file", false)]
    [InlineData("images.idx", "idx", false)]
    [InlineData("misnamed.png", "file", false)]
    public void Its_contents_say_what_it_is(string name, string dataset, bool gzipped)
    {
        byte[] contents = name switch
        {
            "images.amat" => [.. Enumerable.Range(0, Count).SelectMany(k => System.Text.Encoding.ASCII.GetBytes($"{k % 2} 0 0 1\n"))],
            "images.idx" => [0, 0, 8, 3, 0, 0, 0, Count, 0, 0, 0, 2, 0, 0, 0, 2, .. Pixels()],
            _ => NpyFile.Of("|u1", $"({Count}, 2, 2)", Pixels()),
        };
        string path = _folder.Write(name, gzipped ? TemporaryFolder.Gzip(contents) : contents);

        Assert.Equal(dataset, DatasetKind.Of(path));
        Dataset opened = Dataset.Open(new DatasetOptions(dataset, path));

        Assert.Equal((16, 2, 2), (opened.Train.Count, opened.Validation.Count, opened.Test.Count));
        Assert.Equal("binary as read", opened.Targets);
        using ImageInput input = ImageInput.Open(path, new ImageShape(1, 2, 2));
        Assert.Equal(opened.Test.Pixels(1).ToArray(), input.Images.ElementAt(19).Pixels.ToArray());
    }

    [Fact]
    public void Colours_come_in_planes()
    {
        string path = _folder.Write("images.npy", NpyFile.Of("|u1", $"({Count}, 2, 2, 3)", [.. Enumerable.Range(0, Count * 12).Select(i => (byte)(i % 3))]));

        Dataset opened = Dataset.Open(new DatasetOptions("file", path));

        Assert.Equal((3, 2, 2), (opened.Train.Channels, opened.Train.Height, opened.Train.Width));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], opened.Train.Pixels(0).ToArray());
    }

    [Fact]
    public void One_picture_is_no_data_set()
    {
        string path = _folder.Write("picture.png", [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', 0, 0, 0, 0]);

        Assert.Equal("file", DatasetKind.Of(path));
        Assert.Equal(
            $"File '{path}' is no file of many images: IDX, .amat text or .npy, gzipped or not, is expected.",
            Assert.Throws<ImageFileException>(() => Dataset.Open(new DatasetOptions("file", path))).Message);
    }

    private static byte[] Pixels() => [.. Enumerable.Range(0, Count).SelectMany(k => (byte[])[(byte)(k % 2 * 255), 0, 0, 255])];
}
