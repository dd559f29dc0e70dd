namespace DrawAot.ImageFiles.Tests;

/// <summary>Inputs that a person may name: a file of one image or many, or a folder.</summary>
public sealed class ImageInputTests : IDisposable
{
    // The images of IdxFile.Counting.
    private static readonly ImageShape Shape = new(1, 1, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_may_be_one_image()
    {
        string path = _folder.Write("a", Png(7));

        ImageInput input = ImageInput.Open(path, Shape);

        InputImage image = Assert.Single(input.Images);
        Assert.Equal((1, path, true), (input.Count, image.Name, image.IsSound));
        Assert.Equal([7, 8], image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_may_be_many_images_of_bytes(bool gzipped)
    {
        byte[] file = IdxFile.Counting(3);
        string path = _folder.Write("a.png", gzipped ? TemporaryFolder.Gzip(file) : file);

        ImageInput input = ImageInput.Open(path, Shape);

        Assert.Equal(3, input.Count);
        InputImage[] images = [.. input.Images];
        Assert.Equal([$"{path}[0]", $"{path}[1]", $"{path}[2]"], images.Select(image => image.Name));
        Assert.Equal([4, 5], images[2].Pixels.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_may_be_many_lines_of_text(bool gzipped)
    {
        const string text = "0 1\n1 1\n";
        string path = gzipped ? _folder.WriteGzipped("a.jpg", text) : _folder.Write("a.jpg", text);

        ImageInput input = ImageInput.Open(path, Shape);

        Assert.Null(input.Count);
        Assert.Equal([[0, 255], [255, 255]], input.Images.Select(image => image.Pixels.ToArray()));
    }

    [Theory]
    [InlineData(2, new byte[] { 2, 3, 255, 255 })]
    [InlineData(3, new byte[] { 2, 3, 2, 3, 2, 3 })]
    [InlineData(4, new byte[] { 2, 3, 2, 3, 2, 3, 255, 255 })]
    public void Grey_is_given_the_channels_asked_for(int channels, byte[] expected)
    {
        ImageInput input = ImageInput.Open(_folder.Write("a", IdxFile.Counting(3)), new ImageShape(channels, 1, 2));

        Assert.Equal(expected, input.Images.ElementAt(1).Pixels.ToArray());
    }

    [Fact]
    public void A_folder_is_its_files_in_ordinal_order()
    {
        foreach ((string name, byte value) in (ReadOnlySpan<(string, byte)>)[("b", 1), ("B", 2), ("a10", 3), ("a9", 4), ("ä", 5)])
        {
            _folder.Write(name, Png(value));
        }

        _folder.Write(".hidden", "no image");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "aa"));
        File.WriteAllText(Path.Combine(_folder.Path, "aa", "a"), "no image");

        ImageInput input = ImageInput.Open(_folder.Path, Shape);

        Assert.Equal(5, input.Count);
        InputImage[] images = [.. input.Images];
        Assert.Equal(["B", "a10", "a9", "b", "ä"], images.Select(image => Path.GetRelativePath(_folder.Path, image.Name)));
        Assert.Equal([2, 3, 4, 1, 5], images.Select(image => image.Pixels.Span[0]));
    }

    [Fact]
    public void One_bad_file_among_many_is_named_and_the_others_are_read()
    {
        for (int i = 0; i < 20; i++)
        {
            _folder.Write($"{i:00}", Png((byte)i));
        }

        string cut = _folder.Write("07", Png(7)[..40]), text = _folder.Write("11.txt", "no image"), many = _folder.Write("19", "0 1\n");
        string large = _folder.Write("20", PngBytes.Grey(3, 1, 0, 1, 2, 3));

        InputImage[] images = [.. ImageInput.Open(_folder.Path, Shape).Images];

        Assert.Equal(22, images.Length);
        Assert.Equal(
            [
                (cut, $"File '{cut}' is a PNG that ends too early, after 40 bytes."),
                (text, $"File '{text}' is no image of a known kind: PNG or JPEG is expected."),
                (many, $"File '{many}' may hold many images: one alone, PNG or JPEG, is expected."),
                (large, $"File '{large}' is a PNG 3 wide and 1 high, where 2 wide and 1 high is expected."),
            ],
            images.Where(image => !image.IsSound).Select(image => (image.Name, image.Fault!)));
        Assert.Equal(18, images.Count(image => image.IsSound));
        Assert.All(images.Where(image => image.IsSound), image => Assert.Equal(image.Pixels.Span[0] + 1, image.Pixels.Span[1]));
    }

    [Fact]
    public void Files_are_read_when_their_turn_comes()
    {
        _folder.Write("a", "no image");
        string late = _folder.Write("b", "no image");

        ImageInput input = ImageInput.Open(_folder.Path, Shape);
        using IEnumerator<InputImage> images = input.Images.GetEnumerator();
        Assert.True(images.MoveNext());
        Assert.False(images.Current.IsSound);
        File.WriteAllBytes(late, Png(9));

        Assert.True(images.MoveNext());
        Assert.Equal([9, 10], images.Current.Pixels.ToArray());
    }

    [Theory]
    [InlineData(0, null, "abcde")]
    [InlineData(0, 2, "ab")]
    [InlineData(3, null, "de")]
    [InlineData(1, 3, "bcd")]
    [InlineData(4, 1, "e")]
    [InlineData(3, 9, "de")]
    [InlineData(1, int.MaxValue, "bcde")]
    public void A_window_shows_some_of_them(int first, int? count, string expected)
    {
        foreach (char name in "abcde")
        {
            _folder.Write($"{name}", Png((byte)name));
        }

        ImageInput input = ImageInput.Open(_folder.Path, Shape, first, count);

        Assert.Equal(expected.Length, input.Count);
        InputImage[] images = [.. input.Images];
        Assert.Equal(expected, string.Concat(images.Select(image => Path.GetFileName(image.Name))));
        Assert.Equal(expected, string.Concat(images.Select(image => (char)image.Pixels.Span[0])));
        Assert.Throws<InvalidOperationException>(() => input.Images);
    }

    [Fact]
    public void A_window_keeps_the_numbers_of_the_file()
    {
        string path = _folder.Write("a", IdxFile.Counting(20));

        InputImage image = Assert.Single(ImageInput.Open(path, Shape, 17, 1).Images);

        Assert.Equal($"{path}[17]", image.Name);
        Assert.Equal([34, 35], image.Pixels.ToArray());
    }

    [Fact]
    public void There_is_no_window_after_the_last_image()
    {
        string path = _folder.Write("a", IdxFile.Counting(3));

        Assert.Equal($"There is no image 3 in '{path}': a number from 0 to 2 is expected.", Refusal(path, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageInput.Open(path, Shape, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageInput.Open(path, Shape, 0, 0));
    }

    [Fact]
    public void An_empty_folder_is_refused()
    {
        string sentence = $"Folder '{_folder.Path}' holds no files: images, PNG or JPEG, are expected in it.";
        Assert.Equal(sentence, Refusal(_folder.Path));

        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder"));
        _folder.Write(".hidden", Png(1));
        Assert.Equal(sentence, Refusal(_folder.Path));
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("absent/absent")]
    public void A_path_that_does_not_exist_is_refused(string name)
    {
        string path = Path.Combine(_folder.Path, name);
        Assert.Equal($"There is no file or folder '{path}'.", Refusal(path));
    }

    [Fact]
    public void An_empty_path_is_refused() => Assert.Equal("There is no file or folder ''.", Refusal(""));

    [Theory]
    [InlineData("")]
    [InlineData("P5 2 1 255")]
    [InlineData("2 1")]
    [InlineData("01x")]
    public void A_file_of_another_kind_is_refused(string text)
    {
        foreach (string path in (string[])[_folder.Write("a.png", text), _folder.WriteGzipped("a.png.gz", text)])
        {
            Assert.Equal(
                $"File '{path}' is no image of a known kind: PNG, JPEG, IDX, .amat text or .npy, the last three gzipped or not, is expected.",
                Refusal(path));
        }
    }

    [Fact]
    public void Many_images_of_another_size_are_refused()
    {
        string bytes = _folder.Write("a", IdxFile.Make(IdxFile.ImageMagic, 1, 3, 4, new byte[12])), text = _folder.Write("b", "0 1 1\n");

        Assert.Equal($"File '{bytes}' holds images 4 wide and 3 high, where 2 wide and 1 high is expected.", Refusal(bytes));
        Assert.Equal($"File '{text}', line 1: it has more values than the 2 that are expected.", Refusal(text));
    }

    [Fact]
    public void Labels_are_no_images()
    {
        string path = _folder.Write("a", IdxFile.Make(0x0000_0801, 1, 0, 0));
        Assert.Equal(
            $"File '{path}' begins with 0x00000801, where 0x00000803, the mark of an IDX file of images in bytes, is expected.",
            Refusal(path));
    }

    [Fact]
    public void Damage_of_a_data_set_is_the_last_image()
    {
        byte[] zipped = TemporaryFolder.Gzip(IdxFile.Counting(3));
        zipped[^8] ^= 0xFF; // a bit of the checksum
        string gzip = _folder.Write("a", zipped), text = _folder.Write("b", "0 1\n1 1\n0\n1 1\n");
        string cut = _folder.Write("c", TemporaryFolder.Gzip(IdxFile.Counting(3)[..^3]));

        Assert.Equal((2, $"File '{gzip}' is damaged: its gzip data cannot be unpacked."), SoundAndFault(gzip));
        Assert.Equal((2, $"File '{text}', line 3: it has 1 values, where 2 are expected."), SoundAndFault(text));
        Assert.Equal((1, $"File '{cut}' ends after 3 pixels, where 3 images of 1×2 need 6."), SoundAndFault(cut));
        Assert.Equal($"{text}[2]", ImageInput.Open(text, Shape).Images.Last().Name);
    }

    [Fact]
    public void What_is_not_asked_for_is_not_read()
    {
        string text = _folder.Write("a", "0 1\n1 1\n0 1\n1 1\nno image\n");

        Assert.Equal([255, 0], ImageInput.Open(text, Shape, first: 1, count: 2).Images.Select(image => image.Pixels.Span[0]));
    }

    private static (int Sound, string Fault) SoundAndFault(string path)
    {
        InputImage[] images = [.. ImageInput.Open(path, Shape).Images];
        Assert.All(images[..^1], image => Assert.True(image.IsSound));
        return (images.Length - 1, images[^1].Fault!);
    }

    [Fact]
    public void Pixels_become_floats()
    {
        float[] pixels = [9, 9, 9];

        ImageInput.Open(_folder.Write("a", "0 1\n"), Shape).Images.Single().CopyTo(pixels);

        Assert.Equal([0f, 1f, 9f], pixels);
    }

    [Fact]
    public void A_fault_has_no_pixels()
    {
        InputImage image = ImageInput.Open(_folder.Write("a", Png(1)[..20]), Shape).Images.Single();

        Assert.True(image.Pixels.IsEmpty);
        Assert.Equal(image.Fault, Assert.Throws<InvalidOperationException>(() => image.CopyTo(new float[2])).Message);
    }

    private static string Refusal(string path, int first = 0) =>
        Assert.Throws<ImageFileException>(() => ImageInput.Open(path, Shape, first)).Message;

    private static byte[] Png(byte value) => PngBytes.Grey(2, 1, 0, value, (byte)(value + 1));
}
