namespace DrawAot.ImageFiles.Tests;

public sealed class IdxReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_are_read_gzipped_or_not(bool gzipped)
    {
        byte[] file = IdxFile.Make(IdxFile.ImageMagic, 2, 2, 3, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 255);

        ImageSet images = IdxReader.Read(_folder.Write("a", gzipped ? TemporaryFolder.Gzip(file) : file));

        Assert.Equal((2, 1, 2, 3), (images.Count, images.Channels, images.Height, images.Width));
        Assert.Equal([0, 10, 20, 30, 40, 50], images.Pixels(0).ToArray());
        Assert.Equal([60, 70, 80, 90, 100, 255], images.Pixels(1).ToArray());
    }

    [Theory]
    [InlineData(0x0000_0801u, "0x00000801")] // labels
    [InlineData(0x0000_0D03u, "0x00000D03")] // floats
    [InlineData(0x0308_0000u, "0x03080000")] // little-endian
    public void Another_magic_number_is_refused(uint magic, string shown)
    {
        Refused(
            IdxFile.Make(magic, 1, 1, 1, 0),
            $"begins with {shown}, where 0x00000803, the mark of an IDX file of images in bytes, is expected.");
    }

    [Fact]
    public void A_short_file_of_another_kind_is_known_by_its_magic_number()
    {
        Refused(
            "text"u8.ToArray(),
            "begins with 0x74657874, where 0x00000803, the mark of an IDX file of images in bytes, is expected.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    public void A_header_cut_short_is_refused(int length)
    {
        Refused(IdxFile.Counting(1)[..length], $"ends within its IDX header, after {length} bytes of 16.");
    }

    [Theory]
    [InlineData(0u, 28u, 28u)]
    [InlineData(1u, 0u, 28u)]
    [InlineData(1u, 28u, 0u)]
    [InlineData(1u, 4096u, 4097u)]
    [InlineData(0xFFFF_FFFFu, 0xFFFF_FFFFu, 0xFFFF_FFFFu)]
    public void Impossible_sizes_are_refused(uint count, uint height, uint width)
    {
        Refused(
            IdxFile.Make(IdxFile.ImageMagic, count, height, width),
            $"announces {count} images of {height}×{width}, where at least one image of 1 to 16777216 pixels is expected.");
    }

    [Fact]
    public void An_announced_number_costs_nothing()
    {
        Refused(
            TemporaryFolder.Gzip(IdxFile.Make(IdxFile.ImageMagic, 0xFFFF_FFFF, 4096, 4096)),
            "ends after 0 pixels, where 4294967295 images of 4096×4096 need 72057594021150720.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Missing_pixels_are_refused(bool gzipped)
    {
        byte[] file = IdxFile.Counting(3)[..^1];
        Refused(
            gzipped ? TemporaryFolder.Gzip(file) : file,
            "ends after 5 pixels, where 3 images of 1×2 need 6.");
    }

    [Fact]
    public void What_a_header_announces_is_not_taken_into_memory_before_it_is_there()
    {
        string path = _folder.Write("a", TemporaryFolder.Gzip(IdxFile.Make(IdxFile.ImageMagic, 2_000_000_000, 1, 1, 1, 2, 3)));
        long before = GC.GetAllocatedBytesForCurrentThread();

        ImageFileException fault = Assert.Throws<ImageFileException>(() => IdxReader.Read(path));

        Assert.Equal($"File '{path}' ends after 3 pixels, where 2000000000 images of 1×1 need 2000000000.", fault.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Many_pixels_are_read()
    {
        byte[] pixels = new byte[5 << 19];
        new Random(3).NextBytes(pixels);
        string path = _folder.Write("a", IdxFile.Make(IdxFile.ImageMagic, 5, 512, 1024, pixels));

        ImageSet images = IdxReader.Read(path, (512, 1024));

        Assert.Equal(5, images.Count);
        Assert.True(images.Pixels(4).SequenceEqual(pixels.AsSpan(4 << 19)));
    }

    [Fact]
    public void Trailing_bytes_are_refused()
    {
        Refused([.. IdxFile.Counting(3), 0], "goes on after the 3 images that its header announces.");
    }

    [Fact]
    public void Damaged_gzip_is_refused()
    {
        byte[] zipped = TemporaryFolder.Gzip(IdxFile.Counting(3));
        zipped[^8] ^= 0xFF; // a bit of the checksum
        Refused(zipped, "is damaged: its gzip data cannot be unpacked.");
    }

    private void Refused(byte[] contents, string expected)
    {
        string path = _folder.Write("a", contents);
        ImageFileException fault = Assert.Throws<ImageFileException>(() => IdxReader.Read(path));
        Assert.Equal($"File '{path}' {expected}", fault.Message);
    }
}
