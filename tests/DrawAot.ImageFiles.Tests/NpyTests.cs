using System.IO.Compression;

namespace DrawAot.ImageFiles.Tests;

/// <summary>Arrays of NumPy's as images.</summary>
public sealed class NpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("|u1", "(2, 2, 3)", 1, 1, "000000000000010203040506FF")]
    [InlineData("|b1", "(2, 2, 3)", 1, 1, "000000000000010001000100")]
    [InlineData("<f4", "(2, 2, 3)", 2, 1, "")]
    [InlineData("<f8", "(2, 2, 3)", 3, 1, "")]
    [InlineData(">f4", "(2, 2, 3)", 1, 1, "")]
    [InlineData("<f2", "(2, 2, 3)", 1, 1, "")]
    public void Numbers_of_every_type_become_pixels(string type, string shape, byte version, int channels, string hexadecimal)
    {
        float[] values = [0, 0, 0, 0, 0, 0, 0, 0.2f, 0.4f, 0.6f, 0.8f, 1];
        byte[] expected = [0, 0, 0, 0, 0, 0, 0, 51, 102, 153, 204, 255];
        byte[] data = type switch
        {
            "|u1" => expected,
            "|b1" => Convert.FromHexString(hexadecimal),
            "<f4" => NpyFile.Floats(values),
            ">f4" => [.. values.SelectMany(value => BitConverter.GetBytes(value).Reverse())],
            "<f8" => [.. values.SelectMany(value => BitConverter.GetBytes((double)value))],
            _ => [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))],
        };
        if (type == "|b1")
        {
            expected = [.. data.Select(value => (byte)(255 * value))];
        }

        string path = _folder.Write("images.npy", NpyFile.Of(type, shape, data, version: version));

        using ImageInput input = ImageInput.Open(path, new ImageShape(channels, 2, 3));
        Assert.Equal(2, input.Count);
        InputImage[] images = [.. input.Images];
        Assert.Equal(expected, images.SelectMany(image => image.Pixels.ToArray()));
        Assert.Equal([0UL, 1], images.Select(image => image.NoiseIndex));
        Assert.Equal($"{path}[1]", images[1].Name);
        ImageSet all = DataSetReader.Read(path);
        Assert.Equal(expected, Enumerable.Range(0, all.Count).SelectMany(k => all.Pixels(k).ToArray()));
    }

    [Theory]
    [InlineData("(2, 3)", 1, 1)]
    [InlineData("(1, 6)", 1, 1)]
    [InlineData("(1, 1, 2, 3)", 1, 1)]
    [InlineData("(2, 3, 1)", 1, 1)]
    [InlineData("(3, 2, 3)", 1, 3)]
    [InlineData("(3, 2, 3)", 3, 1)]
    [InlineData("(1, 3, 2, 3)", 3, 1)]
    [InlineData("(2, 6)", 1, 2)]
    public void Images_are_found_in_arrays_of_several_shapes(string shape, int channels, int count)
    {
        byte[] data = [.. Enumerable.Range(1, 6 * channels * count).Select(value => (byte)value)];
        string path = _folder.Write("images.npy", NpyFile.Of("|u1", shape, data));

        using ImageInput input = ImageInput.Open(path, new ImageShape(channels, 2, 3));

        Assert.Equal(count, input.Count);
        Assert.Equal(data, input.Images.SelectMany(image => image.Pixels.ToArray()));
    }

    [Theory]
    [InlineData("(2, 3, 3)")]
    [InlineData("(1, 2, 3, 3)")]
    public void Channels_that_lie_side_by_side_are_put_into_planes(string shape)
    {
        byte[] data = [.. Enumerable.Range(0, 18).Select(value => (byte)(value % 3 * 100 + value / 3))];
        string path = _folder.Write("images.npy", NpyFile.Of("|u1", shape, data));

        using ImageInput input = ImageInput.Open(path, new ImageShape(3, 2, 3));

        Assert.Equal(
            [0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 104, 105, 200, 201, 202, 203, 204, 205],
            Assert.Single(input.Images).Pixels.ToArray());
    }

    [Fact]
    public void It_may_be_gzipped_and_has_no_end_that_is_read_at_once()
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionMode.Compress))
        {
            gzip.Write(NpyFile.Of("|u1", "(9000, 2, 3)", new byte[9000 * 6]));
        }

        using ImageInput input = ImageInput.Open(_folder.Write("images.npy.gz", zipped.ToArray()), new ImageShape(1, 2, 3));

        Assert.Equal(9000, input.Images.Count());
    }

    [Theory]
    [InlineData("<f4", "(1, 2, 4)", "False", "is an array of shape (1, 2, 4), where images 3 wide and 2 high, as in (n, 2, 3), are expected.")]
    [InlineData("<f4", "(6,)", "False", "is an array of shape (6,), where")]
    [InlineData("<f4", "(0, 2, 3)", "False", "is an array of shape (0, 2, 3), where")]
    [InlineData("<f4", "()", "False", "is an array of shape (), where")]
    [InlineData("<i8", "(1, 2, 3)", "False", "holds numbers of NumPy's type 'i8', where float16, float32, float64, uint8 or bool is expected.")]
    [InlineData("<f4", "(1, 2, 3)", "True", "in Fortran's order, where rows that lie in one piece are expected; numpy.ascontiguousarray makes them.")]
    [InlineData("<f4", "(1, 2, 3)", "Maybe", "has a damaged NPY header: {'descr': '…', 'fortran_order': …, 'shape': (…)}")]
    [InlineData("<f4", "(99999999999999999999, 2, 3)", "False", "has a damaged NPY header: '99999999999999999999' stands where a dimension is expected.")]
    public void An_array_of_something_else_is_refused(string type, string shape, string order, string sentence)
    {
        string path = _folder.Write("images.npy", NpyFile.Of(type, shape, NpyFile.Floats(0, 0, 0, 0, 0, 0), order));

        ImageFileException refused = Assert.Throws<ImageFileException>(() => ImageInput.Open(path, new ImageShape(1, 2, 3)).Dispose());

        Assert.StartsWith($"File '{path}' ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "ends within image 0, where its array (1, 2, 3) has 1.")]
    [InlineData(7, "goes on after the 1 images of its array (1, 2, 3).")]
    public void A_file_of_another_length_is_refused(int bytes, string sentence)
    {
        string path = _folder.Write("images.npy", NpyFile.Of("|u1", "(1, 2, 3)", new byte[bytes]));

        Assert.Contains(sentence, Assert.Throws<ImageFileException>(() => DataSetReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(-0.5f, "-0.5")]
    [InlineData(255f, "255")]
    public void A_number_that_is_no_pixel_is_refused_with_its_image(float value, string shown)
    {
        string path = _folder.Write("images.npy", NpyFile.Of("<f4", "(2, 2, 3)", NpyFile.Floats(0, 0, 0, 0, 0, 0, 1, 1, value, 1, 1, 1)));

        using ImageInput input = ImageInput.Open(path, new ImageShape(1, 2, 3));

        InputImage[] images = [.. input.Images];
        Assert.True(images[0].IsSound);
        Assert.Equal($"File '{path}' holds the number {shown} in image 1, where numbers from 0 to 1, or bytes, are expected.", images[1].Fault);
    }

    [Theory]
    [InlineData("(4, 3, 5)", 1, 3, 5)]
    [InlineData("(4, 3, 2, 5)", 3, 2, 5)]
    [InlineData("(4, 2, 5, 3)", 3, 2, 5)]
    [InlineData("(4, 9)", 1, 3, 3)]
    public void A_data_set_says_its_own_size(string shape, int channels, int height, int width)
    {
        ImageSet images = DataSetReader.Read(_folder.Write("images.npy", NpyFile.Of("|u1", shape, new byte[4 * channels * height * width])));

        Assert.Equal((4, channels, height, width), (images.Count, images.Channels, images.Height, images.Width));
    }

    /// <summary>A short file that announces large images costs no more memory than others.</summary>
    [Fact]
    public void What_a_header_announces_takes_no_memory()
    {
        string path = _folder.Write("images.npy", NpyFile.Of("<f8", "(1000000, 4096, 4096)", []));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ImageFileException>(() => DataSetReader.Read(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 26);
    }
}
