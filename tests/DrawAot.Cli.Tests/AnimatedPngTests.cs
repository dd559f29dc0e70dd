using System.Buffers.Binary;
using System.Text;
using DrawAot.Cli.Files;
using DrawAot.Manifest;

namespace DrawAot.Cli.Tests;

/// <summary>Animations, chunk by chunk.</summary>
public sealed class AnimatedPngTests
{
    private static readonly DrawShape Shape = new(
        3, 2, 1, Glimpses: 1, Latent: 1, EncoderHidden: 1, DecoderHidden: 1, ReadAttention: null, WriteAttention: null);

    private readonly List<(string Type, byte[] Data)> _chunks = Chunks(Animation());

    [Fact]
    public void It_announces_its_frames_and_repeats_for_ever()
    {
        Assert.Equal(["IHDR", "acTL", "IDAT"], _chunks.Select(chunk => chunk.Type).Take(3));
        Assert.Equal([0, 0, 0, 4, 0, 0, 0, 0], _chunks[1].Data);
        Assert.Equal("IEND", _chunks[^1].Type);
    }

    [Fact]
    public void Frames_and_their_data_are_numbered_in_one_sequence()
    {
        IEnumerable<uint> numbers = _chunks.Where(chunk => chunk.Type is "fcTL" or "fdAT").Select(chunk => BinaryPrimitives.ReadUInt32BigEndian(chunk.Data));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], numbers);
    }

    [Fact]
    public void The_last_frame_stays_longest()
    {
        IEnumerable<(int, int)> delays = _chunks.Where(chunk => chunk.Type == "fcTL").Select(chunk =>
            ((int)BinaryPrimitives.ReadUInt16BigEndian(chunk.Data.AsSpan(20)), (int)BinaryPrimitives.ReadUInt16BigEndian(chunk.Data.AsSpan(22))));
        Assert.Equal([(50, 1000), (50, 1000), (50, 1000), (1500, 1000)], delays);
    }

    [Fact]
    public void Each_frame_is_its_sheet()
    {
        byte[][] frames = [.. _chunks.Where(chunk => chunk.Type == "fdAT").Select(chunk => chunk.Data[4..])];
        Assert.Equal(4, frames.Length);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(Sheet(k).Pixels, Pixels(Plain(frames[k])));
        }
    }

    [Fact]
    public void Who_knows_no_animations_sees_the_last_frame() => Assert.Equal(Sheet(3).Pixels, Pixels(Animation()));

    private static byte[] Animation()
    {
        using var stream = new MemoryStream();
        AnimatedPng.Write(stream, 4, Sheet, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(1500));
        return stream.ToArray();
    }

    private static Sheet Sheet(int k)
    {
        var sheet = new Sheet(Shape, count: 1, columns: 1);
        sheet.Place(0, [.. Enumerable.Range(0, 6).Select(i => (i + k) / 10f)]);
        return sheet;
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (int start = 8; start < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(start));
            chunks.Add((Encoding.ASCII.GetString(file, start + 4, 4), file[(start + 8)..(start + 8 + length)]));
            start += length + 12;
        }

        return chunks;
    }

    /// <summary>A still image: the animation with a frame's data in place of the image's.</summary>
    private static byte[] Plain(byte[] data)
    {
        byte[] file = Animation();
        int header = 8 + 12 + 13;
        byte[] chunk = [.. "IDAT"u8, .. data];
        byte[] framed = [0, 0, 0, 0, .. chunk, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(framed, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(framed.Length - 4), System.IO.Hashing.Crc32.HashToUInt32(chunk));
        return [.. file[..header], .. framed, .. file[^12..]];
    }

    private static byte[] Pixels(byte[] file)
    {
        var png = BigGustave.Png.Open(file);
        return [.. from y in Enumerable.Range(0, png.Height) from x in Enumerable.Range(0, png.Width) select png.GetPixel(x, y).R];
    }
}
