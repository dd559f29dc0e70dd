using System.Text;

namespace DrawAot.ImageFiles.Tests;

public sealed class AmatReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0 1 1 0\n1 0 0 0\n")]
    [InlineData("0 1 1 0\n1 0 0 0")]
    [InlineData("0 1 1 0 \n 1 0  0 0 \n")]
    [InlineData("0 1 1 0\r\n1 0 0 0\r\n")]
    public void A_line_is_an_image(string text)
    {
        ImageSet images = AmatReader.Read(_folder.Write("a.amat", text));

        Assert.Equal((2, 1, 2, 2), (images.Count, images.Channels, images.Height, images.Width));
        Assert.Equal([0, 255, 255, 0], images.Pixels(0).ToArray());
        Assert.Equal([255, 0, 0, 0], images.Pixels(1).ToArray());
    }

    [Theory]
    [InlineData("a.amat")]
    [InlineData("a.amat.gz")]
    public void Gzip_is_known_by_content_not_by_name(string name)
    {
        const string text = "1 0 0 1\n";

        Assert.Equal([255, 0, 0, 255], AmatReader.Read(_folder.Write(name, text)).Pixels(0).ToArray());
        Assert.Equal([255, 0, 0, 255], AmatReader.Read(_folder.WriteGzipped(name, text)).Pixels(0).ToArray());
    }

    [Fact]
    public void Images_need_not_be_square_when_their_size_is_given()
    {
        string path = _folder.Write("a.amat", "0 1 1 0 0 1\n");

        ImageSet images = AmatReader.Read(path, (2, 3));

        Assert.Equal((1, 2, 3), (images.Count, images.Height, images.Width));
    }

    [Fact]
    public void Lines_may_lie_across_the_edges_of_the_buffers()
    {
        // 4,000 images of 25×25: 5 MB of text, more pixels than the first allocation holds.
        const int count = 4_000, side = 25;
        Random random = new(1);
        byte[] expected = [.. Enumerable.Range(0, count * side * side).Select(_ => random.Next(2) == 1 ? (byte)255 : (byte)0)];
        string text = string.Join('\n', expected.Chunk(side * side).Select(
            image => string.Join(' ', image.Select(pixel => pixel == 255 ? '1' : '0'))));

        ImageSet images = AmatReader.Read(_folder.WriteGzipped("a.amat.gz", text));

        Assert.Equal(count, images.Count);
        for (int i = 0; i < count; i++)
        {
            Assert.True(images.Pixels(i).SequenceEqual(expected.AsSpan(i * side * side, side * side)));
        }
    }

    [Theory]
    [InlineData("0 1 1 0\n1 0 0\n", "line 2: it has 3 values, where 4 are expected.")]
    [InlineData("0 1 1 0\n1 0 0 0 0\n", "line 2: it has more values than the 4 that are expected.")]
    [InlineData("0 1 1 0\n1 0 0", "line 2: it has 3 values, where 4 are expected.")]
    [InlineData("0 1 1 0\n\n0 1 1 0\n", "line 2: it has 0 values, where 4 are expected.")]
    [InlineData("0 1 1\n", "line 1: it has 3 values, which is not a square image.")]
    [InlineData("\n", "line 1: it has 0 values, which is not a square image.")]
    [InlineData("0 1 1 0\n0 2 1 0\n", "line 2: '2' is neither 0, 1, a space nor the end of the line.")]
    [InlineData("0,1,1,0\n", "line 1: ',' is neither 0, 1, a space nor the end of the line.")]
    [InlineData("0\t1\t1\t0\n", "line 1: 0x09 is neither 0, 1, a space nor the end of the line.")]
    [InlineData("0 1 1 0\n0 1 é 0\n", "line 2: 0xE9 is neither 0, 1, a space nor the end of the line.")]
    [InlineData("0 11 0\n", "line 1: two values stand together; a space is expected between them.")]
    [InlineData("0 1\r 1 0\n", "line 1: a carriage return stands within the line.")]
    [InlineData("0 1 1 0\r\r\n", "line 1: a carriage return stands within the line.")]
    public void A_faulty_line_is_named(string text, string expected)
    {
        string path = _folder.Write("a.amat", text);
        Assert.Equal($"File '{path}', {expected}", Fault(path));
    }

    [Fact]
    public void A_line_that_does_not_match_the_given_size_is_named()
    {
        string path = _folder.Write("a.amat", "0 1 1 0\n");

        ImageFileException fault = Assert.Throws<ImageFileException>(() => AmatReader.Read(path, (2, 3)));

        Assert.Equal($"File '{path}', line 1: it has 4 values, where 6 are expected.", fault.Message);
    }

    [Theory]
    [InlineData("0 ", true, "line 1: it has more values than the 4 that are expected.")]
    [InlineData("0 ", false, "line 1: it has more values than the 16777216 that are expected.")]
    [InlineData(" ", true, "line 1: it has more than 4161 characters, where at most 4 values are expected.")]
    public void A_line_without_end_is_read_no_further_than_its_first_value_too_many(string text, bool sized, string expected)
    {
        string path = _folder.WriteGzipped("a.amat", (sized ? "0 1 0 " : "") + string.Concat(Enumerable.Repeat(text, 17_000_000)));
        long before = GC.GetAllocatedBytesForCurrentThread();

        ImageFileException fault = Assert.Throws<ImageFileException>(() => AmatReader.Read(path, sized ? (2, 2) : null));

        Assert.Equal($"File '{path}', {expected}", fault.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, sized ? 1 << 20 : 64 << 20);
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        string path = _folder.Write("a.amat", "");
        Assert.Equal($"File '{path}' is empty; one image a line is expected.", Fault(path));
    }

    [Fact]
    public void A_missing_file_is_refused()
    {
        string path = Path.Combine(_folder.Path, "absent.amat");
        Assert.StartsWith($"File '{path}' cannot be read: ", Fault(path));
    }

    [Fact]
    public void Damaged_gzip_is_refused()
    {
        byte[] zipped = TemporaryFolder.Gzip("0 1 1 0\n"u8.ToArray());
        zipped[^8] ^= 0xFF; // a bit of the checksum
        string path = _folder.Write("a.amat.gz", zipped);

        Assert.Equal($"File '{path}' is damaged: its gzip data cannot be unpacked.", Fault(path));
    }

    [Fact]
    public void Truncated_gzip_is_refused()
    {
        Random random = new(2);
        string text = string.Join('\n', Enumerable.Range(0, 100).Select(
            _ => string.Join(' ', Enumerable.Range(0, 784).Select(_ => random.Next(2)))));
        byte[] zipped = TemporaryFolder.Gzip(Encoding.ASCII.GetBytes(text));
        string path = _folder.Write("a.amat.gz", zipped[..(zipped.Length / 2)]);

        Assert.StartsWith($"File '{path}'", Fault(path));
    }

    private static string Fault(string path) =>
        Assert.Throws<ImageFileException>(() => AmatReader.Read(path)).Message;
}
