using System.Buffers.Binary;
using System.Text;
using DrawAot.Trainer.Reports;

namespace DrawAot.Torch.Tests.Reports;

public sealed class TensorBoardEventsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>RFC 3720, appendix B.4: the CRC-32C of 32 zeros is 8A9136AA.</summary>
    [Fact]
    public void The_checksum_is_the_published_one_masked()
    {
        const uint Crc = 0x8A91_36AA;

        Assert.Equal(unchecked(((Crc >> 15) | (Crc << 17)) + 0xA282_EAD8), TensorBoardEvents.MaskedChecksum(new byte[32]));
    }

    [Fact]
    public void A_file_is_a_version_and_numbers_in_records_with_checksums()
    {
        byte[] file = Written(new TensorBoardEvents(EventsPath));
        List<byte[]> records = [.. Records(file)];
        Assert.Equal(2, records.Count);
        Assert.Equal("brain.Event:2", Encoding.ASCII.GetString(records[0].AsSpan(2)));

        // The step 300 as a varint, then the summary; no time of day.
        byte[] expected = [0x10, 0xAC, 0x02, 0x2A, .. Summary(("epoch/bound", 87.5f), ("rate", 0.25f))];
        Assert.Equal(expected, records[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-1)]
    [InlineData(1000)]
    public void A_file_of_a_run_that_was_stopped_becomes_the_same_as_one_of_a_run_that_was_not(int kept)
    {
        byte[] whole = Written(new TensorBoardEvents(EventsPath));
        File.WriteAllBytes(EventsPath, kept > whole.Length ? [.. whole, 1, 2, 3] : kept < 0 ? whole[..^-kept] : whole[..kept]);

        Assert.Equal(whole, Written(new TensorBoardEvents(EventsPath)));
    }

    [Fact]
    public void Events_after_the_first_flush_follow_those_before()
    {
        byte[] whole = Written(new TensorBoardEvents(EventsPath));
        File.Delete(EventsPath);
        var events = new TensorBoardEvents(EventsPath);
        events.Flush();

        Assert.Equal(whole, Written(events));
    }

    private string EventsPath => Path.Combine(_folder.Path, TensorBoardEvents.FileName);

    private byte[] Written(TensorBoardEvents events)
    {
        using (events)
        {
            events.Write(300, ("epoch/bound", 87.5f), ("rate", 0.25f));
        }

        return File.ReadAllBytes(EventsPath);
    }

    private static byte[] Summary(params (string Tag, float Value)[] scalars)
    {
        byte[][] values = [.. scalars.Select(scalar => (byte[])
            [0x0A, (byte)scalar.Tag.Length, .. Encoding.ASCII.GetBytes(scalar.Tag), 0x15, .. BitConverter.GetBytes(scalar.Value)])];
        byte[] body = [.. values.SelectMany(value => (byte[])[0x0A, (byte)value.Length, .. value])];
        return [(byte)body.Length, .. body];
    }

    private static IEnumerable<byte[]> Records(byte[] file)
    {
        for (int at = 0; at < file.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(TensorBoardEvents.MaskedChecksum(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            byte[] record = file[(at + 12)..(at + 12 + length)];
            at += 12 + length;
            Assert.Equal(TensorBoardEvents.MaskedChecksum(record), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)));
            at += 4;
            yield return record;
        }
    }
}
