using BitMiracle.LibJpeg.Classic;
using SixLabors.ImageSharp.Formats.Jpeg;

namespace DrawAot.ImageFiles.Tests;

/// <summary>JPEG files, sound and damaged.</summary>
public sealed class JpegReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(JpegColorType.Luminance, 2)]
    [InlineData(JpegColorType.YCbCrRatio444, 4)]
    [InlineData(JpegColorType.Rgb, 4)]
    [InlineData(JpegColorType.YCbCrRatio420, 26)] // colours at half the size: decoders differ in how they fill in
    public void Sequential_files_are_read_as_another_library_reads_them(JpegColorType colours, int tolerance)
    {
        byte[] file = Photograph.Jpeg(colours);

        Near(Photograph.Planes(file, 3), ImageReader.Read(_folder.Write("a", file), new ImageShape(3, Photograph.Height, Photograph.Width)), tolerance);
    }

    [Theory]
    [InlineData(J_COLOR_SPACE.JCS_GRAYSCALE)]
    [InlineData(J_COLOR_SPACE.JCS_RGB)]
    public void Progressive_files_are_read(J_COLOR_SPACE colours)
    {
        byte[] file = JpegBytes.Make(colours, progressive: true);

        byte[] planes = Read(file, 3);

        Assert.Contains((byte)0xC2, Markers(file)); // SOF2: progressive
        Assert.Equal(Read(JpegBytes.Make(colours, progressive: false), 3), planes);
        Near(Photograph.Planes(file, 3), planes, 12);
    }

    [Fact]
    public void Alpha_is_opaque()
    {
        Assert.All(Read(JpegBytes.Make(J_COLOR_SPACE.JCS_GRAYSCALE, false), 2)[(JpegBytes.Height * JpegBytes.Width)..], alpha => Assert.Equal(255, alpha));
    }

    [Fact]
    public void Four_components_are_refused()
    {
        Refused(
            JpegBytes.Make(J_COLOR_SPACE.JCS_CMYK, progressive: false),
            new ImageShape(3, JpegBytes.Height, JpegBytes.Width),
            "is a JPEG of 4 components, such as CMYK: grey, or red, green and blue, is expected.");
    }

    [Fact]
    public void Scans_without_end_are_refused_undecoded()
    {
        byte[] file = JpegBytes.Make(J_COLOR_SPACE.JCS_GRAYSCALE, progressive: true);
        int scan = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] many = [.. file[..scan], .. Enumerable.Repeat(file[scan..^2], 100_000).SelectMany(bytes => bytes), .. file[^2..]];
        int scans = Markers(file).Count(marker => marker == 0xDA) + 99_999;

        Refused(many, new ImageShape(1, JpegBytes.Height, JpegBytes.Width), $"is a JPEG of {scans} scans, where at most 100 are expected.");
    }

    [Fact]
    public void Another_size_is_refused()
    {
        Refused(
            JpegBytes.Make(J_COLOR_SPACE.JCS_RGB, false), new ImageShape(3, 15, 19), "is a JPEG 18 wide and 15 high, where 19 wide and 15 high is expected.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_announced_size_is_refused_before_there_are_pixels(bool progressive)
    {
        byte[] file = JpegBytes.Make(J_COLOR_SPACE.JCS_RGB, progressive);
        int header = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, (byte)(progressive ? 0xC2 : 0xC0)]);
        file.AsSpan(header + 5, 4).Fill(0xFD);

        Refused(file, new ImageShape(3, 15, 18), "is a JPEG 65021 wide and 65021 high, where 18 wide and 15 high is expected.");
    }

    [Theory]
    [InlineData(J_COLOR_SPACE.JCS_GRAYSCALE, false)]
    [InlineData(J_COLOR_SPACE.JCS_GRAYSCALE, true)]
    [InlineData(J_COLOR_SPACE.JCS_RGB, false)]
    [InlineData(J_COLOR_SPACE.JCS_RGB, true)]
    public void A_file_cut_anywhere_is_refused(J_COLOR_SPACE colours, bool progressive)
    {
        byte[] file = JpegBytes.Make(colours, progressive);
        for (int length = 3; length < file.Length; length++)
        {
            Assert.NotNull(Fault(file[..length]));
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(J_COLOR_SPACE.JCS_RGB, false)]
    [InlineData(J_COLOR_SPACE.JCS_RGB, true)]
    [InlineData(J_COLOR_SPACE.JCS_CMYK, false)]
    public void Changed_bytes_are_read_or_refused(J_COLOR_SPACE colours, bool progressive)
    {
        byte[] file = JpegBytes.Make(colours, progressive);
        Random random = new(1);
        int refused = 0;
        for (int trial = 0; trial < 3_000; trial++)
        {
            byte[] changed = [.. file];
            for (int change = random.Next(4); change >= 0; change--)
            {
                changed[random.Next(3, file.Length)] = (byte)random.Next(256);
            }

            refused += Fault(changed) is null ? 0 : 1;
        }

        Assert.InRange(refused, 1_000, 3_000);
    }

    private byte[] Read(byte[] file, int channels) =>
        ImageReader.Read(_folder.Write("a", file), new ImageShape(channels, JpegBytes.Height, JpegBytes.Width));

    /// <summary>Null where the file is read. Any other exception than the library's is the test's failure.</summary>
    private string? Fault(byte[] file)
    {
        try
        {
            Read(file, 3);
            return null;
        }
        catch (ImageFileException fault)
        {
            Assert.Matches(@"\AFile '.*' is a .*JPEG[^\r\n]*[^.]\.\z", fault.Message);
            return fault.Message;
        }
    }

    private void Refused(byte[] file, ImageShape shape, string expected)
    {
        string path = _folder.Write("a", file);
        ImageFileException fault = Assert.Throws<ImageFileException>(() => ImageReader.Read(path, shape));
        Assert.Equal($"File '{path}' {expected}", fault.Message);
    }

    private static IEnumerable<byte> Markers(byte[] file) => file.Where((_, i) => i > 0 && file[i - 1] == 0xFF);

    private static void Near(byte[] expected, byte[] actual, int tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        int worst = expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max();
        Assert.True(worst <= tolerance, $"The worst pixel is off by {worst}.");
        Assert.True(expected.Distinct().Count() > 20);
    }
}
