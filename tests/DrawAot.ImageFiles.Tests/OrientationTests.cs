using System.Buffers.Binary;
using BitMiracle.LibJpeg.Classic;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace DrawAot.ImageFiles.Tests;

/// <summary>Pictures are put upright, as Exif says they were taken.</summary>
public sealed class OrientationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static MatrixTheoryData<int, bool> Orientations { get; } = new(Enumerable.Range(1, 8), [false, true]);

    [Theory]
    [MemberData(nameof(Orientations))]
    public void A_photograph_is_turned_as_another_library_turns_it(int orientation, bool bigEndian)
    {
        byte[] file = WithExif(JpegBytes.Make(J_COLOR_SPACE.JCS_GRAYSCALE, progressive: false), Exif(orientation, bigEndian));
        (int height, int width) = orientation >= 5 ? (JpegBytes.Width, JpegBytes.Height) : (JpegBytes.Height, JpegBytes.Width);

        byte[] planes = ImageReader.Read(_folder.Write("a", file), new ImageShape(1, height, width));
        DecodedImage anySize = ImageReader.Read(_folder.Write("a", file), channels: 1);

        using Image<L8> image = Image.Load<L8>(file);
        Assert.Equal((ushort)orientation, image.Metadata.ExifProfile.GetValue(ExifTag.Orientation).Value);
        image.Mutate(context => context.AutoOrient());
        Assert.Equal((width, height), (image.Width, image.Height));
        Assert.All(Enumerable.Range(0, height * width), i => Assert.InRange(planes[i], image[i % width, i / width].PackedValue - 2, image[i % width, i / width].PackedValue + 2));
        Assert.Equal((height, width), (anySize.Height, anySize.Width));
        Assert.Equal(planes, anySize.Planes);
    }

    [Theory]
    [InlineData(1, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(2, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(3, new byte[] { 6, 5, 4, 3, 2, 1 })]
    [InlineData(4, new byte[] { 4, 5, 6, 1, 2, 3 })]
    [InlineData(5, new byte[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(6, new byte[] { 4, 1, 5, 2, 6, 3 })]
    [InlineData(7, new byte[] { 6, 3, 5, 2, 4, 1 })]
    [InlineData(8, new byte[] { 3, 6, 2, 5, 1, 4 })]
    public void A_drawing_is_turned_wherever_the_file_says_so(int orientation, byte[] expected)
    {
        byte[] header = PngBytes.Header(3, 2, 8, 0), pixels = PngBytes.Pixels(0, 1, 2, 3, 0, 4, 5, 6), exif = PngBytes.Chunk("eXIf", Exif(orientation, bigEndian: true));
        ImageShape shape = orientation >= 5 ? new ImageShape(1, 3, 2) : new ImageShape(1, 2, 3);

        Assert.Equal(expected, ImageReader.Read(_folder.Write("a", PngBytes.Of(header, exif, pixels)), shape));
        Assert.Equal(expected, ImageReader.Read(_folder.Write("a", PngBytes.Of(header, pixels, exif)), shape));
    }

    [Fact]
    public void A_size_is_refused_as_it_is_seen()
    {
        string path = _folder.Write("a", PngBytes.Of(PngBytes.Header(3, 2, 8, 0), PngBytes.Chunk("eXIf", Exif(6, bigEndian: true)), PngBytes.Pixels(0, 1, 2, 3, 0, 4, 5, 6)));
        Assert.Equal(
            $"File '{path}' is a PNG 2 wide and 3 high, where 3 wide and 2 high is expected.",
            Assert.Throws<ImageFileException>(() => ImageReader.Read(path, new ImageShape(1, 2, 3))).Message);
    }

    [Fact]
    public void Damaged_Exif_says_nothing()
    {
        byte[] sound = Exif(6, bigEndian: true);
        var random = new Random(1);
        List<byte[]> damaged = [[], .. Enumerable.Range(0, 34).Select(length => sound[..length]), Exif(0, true), Exif(9, true), Exif(65535, false)];
        foreach (byte[] exif in damaged)
        {
            Assert.Equal([1, 2], ImageReader.Read(_folder.Write("a", PngBytes.Of(PngBytes.Header(2, 1, 8, 0), PngBytes.Chunk("eXIf", exif), PngBytes.Pixels(0, 1, 2))), new ImageShape(1, 1, 2)));
        }

        for (int trial = 0; trial < 2_000; trial++)
        {
            byte[] changed = [.. sound];
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            Assert.InRange(Orientation.Of(changed), 1, 8);
        }
    }

    /// <summary>A TIFF block of one more entry and the orientation.</summary>
    private static byte[] Exif(int orientation, bool bigEndian)
    {
        byte[] tiff = [.. bigEndian ? "MM\0*"u8 : "II*\0"u8, 0, 0, 0, 0, 0, 0, .. new byte[28]];
        Put(8, sizeof(uint), 4);
        Put(2, sizeof(ushort), 8);
        Entry(10, 0x0100, 10);
        Entry(22, 0x0112, orientation);
        return tiff;

        void Entry(int place, int tag, int value)
        {
            Put(tag, sizeof(ushort), place);
            Put(3, sizeof(ushort), place + 2);
            Put(1, sizeof(uint), place + 4);
            Put(value, sizeof(ushort), place + 8);
        }

        void Put(int value, int size, int place)
        {
            Span<byte> bytes = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteInt32BigEndian(bytes, value << (8 * (sizeof(uint) - size)));
            bytes = bytes[..size];
            if (!bigEndian)
            {
                bytes.Reverse();
            }

            bytes.CopyTo(tiff.AsSpan(place));
        }
    }

    private static byte[] WithExif(byte[] jpeg, byte[] exif)
    {
        int length = 2 + 6 + exif.Length;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];
    }
}
