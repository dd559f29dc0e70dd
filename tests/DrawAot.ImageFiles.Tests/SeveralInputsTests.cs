namespace DrawAot.ImageFiles.Tests;

/// <summary>Several paths are one input.</summary>
public sealed class SeveralInputsTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 1, 2);

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _paths;

    /// <summary>A picture, a data set whose number is known, one whose number is not, a folder, and another picture: 0 to 8.</summary>
    public SeveralInputsTests()
    {
        string pictures = Directory.CreateDirectory(Path.Combine(_folder.Path, "pictures")).FullName;
        File.WriteAllBytes(Path.Combine(pictures, "a"), Png(6));
        File.WriteAllBytes(Path.Combine(pictures, "b"), Png(7));
        _paths =
        [
            _folder.Write("0.png", Png(0)),
            _folder.Write("1.npy", NpyFile.Of("|u1", "(3, 1, 2)", [1, 0, 2, 0, 3, 0])),
            _folder.Write("2.amat", "0 1\n0 0\n"),
            pictures,
            _folder.Write("3.png", Png(8)),
        ];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Their_images_come_in_the_order_of_the_paths()
    {
        using ImageInput input = ImageInput.Open(_paths, Shape);

        Assert.Null(input.Count);
        InputImage[] images = [.. input.Images];
        Assert.All(images, image => Assert.Null(image.Fault));
        Assert.Equal(
            ["0.png", "1.npy[0]", "1.npy[1]", "1.npy[2]", "2.amat[0]", "2.amat[1]", "pictures/a", "pictures/b", "3.png"],
            images.Select(image => Path.GetRelativePath(_folder.Path, image.Name).Replace('\\', '/')));
        Assert.Equal([0, 1, 2, 3, 0, 0, 6, 7, 8], images.Select(image => image.Pixels.Span[0]));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 2)]
    [InlineData(5, 9)]
    [InlineData(6, 1)]
    [InlineData(8, 1)]
    public void A_window_is_counted_over_all_of_them(int first, int count)
    {
        using ImageInput all = ImageInput.Open(_paths, Shape), window = ImageInput.Open(_paths, Shape, first, count);

        Assert.Equal(all.Images.Skip(first).Take(count).Select(image => image.Name), window.Images.Select(image => image.Name));
    }

    [Fact]
    public void There_is_no_window_after_the_last_image()
    {
        ImageFileException refused = Assert.Throws<ImageFileException>(() => ImageInput.Open(_paths, Shape, first: 9));

        Assert.Equal("There is no image 9 among the inputs: a number from 0 to 8 is expected.", refused.Message);
    }

    [Fact]
    public void Their_number_is_known_where_each_ones_is()
    {
        using ImageInput input = ImageInput.Open([_paths[0], _paths[1], _paths[3]], Shape, first: 2);

        Assert.Equal(4, input.Count);
    }

    [Fact]
    public void A_path_at_fault_is_one_image_at_fault()
    {
        string missing = Path.Combine(_folder.Path, "none.png"), text = _folder.Write("text", "hello");

        using ImageInput input = ImageInput.Open([missing, _paths[0], text, _paths[4]], Shape);

        Assert.Equal(4, input.Count);
        InputImage[] images = [.. input.Images];
        Assert.Equal([$"There is no file or folder '{missing}'.", null], images[..2].Select(image => image.Fault));
        Assert.StartsWith($"File '{text}' is no image of a known kind", images[2].Fault, StringComparison.Ordinal);
        Assert.True(images[3].IsSound);
    }

    /// <summary>A process may have some thousand files open.</summary>
    [Fact]
    public void No_number_of_files_is_too_large()
    {
        using ImageInput input = ImageInput.Open([.. Enumerable.Repeat(_paths[0], 20_000), _paths[1]], Shape);

        Assert.Equal(20_003, input.Images.Count(image => image.IsSound));
    }

    [Fact]
    public void No_path_is_no_input() => Assert.Throws<ArgumentException>(() => ImageInput.Open([], Shape));

    private static byte[] Png(byte value) => PngBytes.Grey(2, 1, 0, value, 0);
}
