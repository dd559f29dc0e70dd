namespace DrawAot.ImageFiles.Tests;

/// <summary>The noise of an image depends on it alone, not on files beside it.</summary>
public sealed class NoiseIndexTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 1, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pictures_noise_goes_by_its_pixels_alone()
    {
        _folder.Write("b", PngBytes.Grey(2, 1, 0, 1, 2));
        ulong alone = Indices(_folder.Path)[0];
        _folder.Write("a", PngBytes.Grey(2, 1, 0, 3, 4));
        _folder.Write("c", PngBytes.Of(PngBytes.Header(2, 1, 8, 2), PngBytes.Pixels(0, 1, 1, 1, 2, 2, 2))); // the same greys in colours

        ulong[] together = Indices(_folder.Path);

        Assert.Equal(alone, together[1]);
        Assert.Equal(alone, together[2]);
        Assert.NotEqual(alone, together[0]);
        Assert.Equal(alone, Indices(Path.Combine(_folder.Path, "b"))[0]);
    }

    [Fact]
    public void The_hash_stays_what_it_is()
    {
        // XXH3 of the floats 0, 1/255, … by the reference implementation: scores of pictures depend on it.
        byte[] pixels = [.. Enumerable.Range(0, 784).Select(i => (byte)i)];
        byte[] floats = [.. pixels.SelectMany(pixel => BitConverter.GetBytes(pixel / 255f))];
        Assert.Equal(System.IO.Hashing.XxHash3.HashToUInt64(floats), PixelHash.Of(pixels));
        Assert.Equal(0x2D06800538D394C2UL, PixelHash.Of([])); // the published value for no bytes
    }

    [Theory]
    [InlineData(0, null, new ulong[] { 0, 1, 2, 3, 4 })]
    [InlineData(2, 2L, new ulong[] { 2, 3 })]
    public void In_a_data_set_it_goes_by_the_place(int first, long? count, ulong[] expected)
    {
        Assert.Equal(expected, Indices(_folder.Write("a", IdxFile.Counting(5)), first, count));
        Assert.Equal(expected, Indices(_folder.Write("a", "0 0\n0 0\n0 0\n0 0\n0 0\n"), first, count));
    }

    private static ulong[] Indices(string path, int first = 0, long? count = null)
    {
        using ImageInput input = ImageInput.Open(path, Shape, first, count);
        return [.. input.Images.Select(image => image.NoiseIndex)];
    }
}
