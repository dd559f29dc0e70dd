using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace DrawAot.Trainer.Reports;

/// <summary>
/// Numbers over steps in the file that TensorBoard reads: records of a length, an event as a protocol buffer, and the
/// checksums of both. There are two kinds of events: the version that a file begins with, and a number with a name.
/// Events carry no time of day, so that a run that was stopped leaves the same bytes as one that was not.
/// </summary>
internal sealed class TensorBoardEvents : IDisposable
{
    /// <summary>The file's name; TensorBoard looks for "tfevents" in it.</summary>
    public const string FileName = "events.out.tfevents.drawaot";

    private const uint MaskDelta = 0xA282_EAD8;

    private readonly FileStream _file;
    private MemoryStream? _beginning = new(); // what the file begins with, until the first flush compares them

    /// <summary>
    /// Opens the file, or makes it. Until the first <see cref="Flush"/>, events that the file has already are not written again,
    /// and what differs from them is cut off; a program that follows the file while it grows notices nothing.
    /// </summary>
    public TensorBoardEvents(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

        // Event: 1 wall_time, 3 file_version.
        var message = new ArrayBufferWriter<byte>();
        WriteBytes(message, field: 3, "brain.Event:2"u8);
        WriteRecord(message.WrittenSpan);
    }

    /// <summary>Adds numbers of a step.</summary>
    public void Write(long step, params ReadOnlySpan<(string Tag, float Value)> scalars)
    {
        // Event: 1 wall_time, 2 step, 5 summary. Summary: 1 value, repeated. Value: 1 tag, 2 simple_value.
        var summary = new ArrayBufferWriter<byte>();
        foreach ((string tag, float number) in scalars)
        {
            var value = new ArrayBufferWriter<byte>();
            WriteBytes(value, field: 1, Encoding.UTF8.GetBytes(tag));
            WriteKey(value, field: 2, wireType: 5);
            BinaryPrimitives.WriteSingleLittleEndian(value.GetSpan(sizeof(float)), number);
            value.Advance(sizeof(float));
            WriteBytes(summary, field: 1, value.WrittenSpan);
        }

        var message = new ArrayBufferWriter<byte>();
        WriteKey(message, field: 2, wireType: 0);
        WriteVarint(message, (ulong)step);
        WriteBytes(message, field: 5, summary.WrittenSpan);
        WriteRecord(message.WrittenSpan);
    }

    /// <summary>Makes what was written visible to TensorBoard.</summary>
    public void Flush()
    {
        if (_beginning is not null)
        {
            ReadOnlySpan<byte> expected = _beginning.GetBuffer().AsSpan(0, (int)_beginning.Length);
            byte[] there = new byte[Math.Min(_file.Length, expected.Length)];
            _file.ReadExactly(there);
            int same = expected.CommonPrefixLength(there);
            _file.SetLength(same);
            _file.Position = same;
            _file.Write(expected[same..]);
            _beginning = null;
        }

        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        _file.Dispose();
    }

    /// <summary>CRC-32C, rotated and shifted, so that a checksum of data with checksums in it stays a good one.</summary>
    internal static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }

    private void WriteRecord(ReadOnlySpan<byte> message)
    {
        Stream stream = (Stream?)_beginning ?? _file;
        Span<byte> length = stackalloc byte[sizeof(ulong)], checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)message.Length);
        stream.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedChecksum(length));
        stream.Write(checksum);
        stream.Write(message);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedChecksum(message));
        stream.Write(checksum);
    }

    private static void WriteBytes(ArrayBufferWriter<byte> message, int field, ReadOnlySpan<byte> bytes)
    {
        WriteKey(message, field, wireType: 2);
        WriteVarint(message, (ulong)bytes.Length);
        message.Write(bytes);
    }

    private static void WriteKey(ArrayBufferWriter<byte> message, int field, int wireType) =>
        WriteVarint(message, (ulong)(field << 3 | wireType));

    private static void WriteVarint(ArrayBufferWriter<byte> message, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            message.Write([(byte)(number | 0x80)]);
        }

        message.Write([(byte)number]);
    }
}
