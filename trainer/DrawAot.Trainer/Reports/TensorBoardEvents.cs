using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace DrawAot.Trainer.Reports;

/// <summary>
/// Numbers over steps in the file that TensorBoard reads: records of a length, an event as a protocol buffer, and the
/// checksums of both. Of events there are two kinds here, the version that a file begins with and a number with a name.
/// </summary>
internal sealed class TensorBoardEvents : IDisposable
{
    private const uint MaskDelta = 0xA282_EAD8;

    private readonly FileStream _file;

    /// <summary>Begins a file of its own; the folder may hold others, which TensorBoard shows together.</summary>
    public TensorBoardEvents(string folder)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture, $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}.{Environment.ProcessId}.drawaot");
        _file = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.Read);

        // Event: 1 wall_time, 3 file_version.
        var message = new ArrayBufferWriter<byte>();
        WriteTime(message);
        WriteBytes(message, field: 3, "brain.Event:2"u8);
        WriteRecord(message.WrittenSpan);
    }

    /// <summary>Adds numbers of a step.</summary>
    public void Write(long step, params ReadOnlySpan<(string Tag, double Value)> scalars)
    {
        // Event: 1 wall_time, 2 step, 5 summary. Summary: 1 value, repeated. Value: 1 tag, 2 simple_value.
        var summary = new ArrayBufferWriter<byte>();
        foreach ((string tag, double number) in scalars)
        {
            var value = new ArrayBufferWriter<byte>();
            WriteBytes(value, field: 1, Encoding.UTF8.GetBytes(tag));
            WriteKey(value, field: 2, wireType: 5);
            BinaryPrimitives.WriteSingleLittleEndian(value.GetSpan(sizeof(float)), (float)number);
            value.Advance(sizeof(float));
            WriteBytes(summary, field: 1, value.WrittenSpan);
        }

        var message = new ArrayBufferWriter<byte>();
        WriteTime(message);
        WriteKey(message, field: 2, wireType: 0);
        WriteVarint(message, (ulong)step);
        WriteBytes(message, field: 5, summary.WrittenSpan);
        WriteRecord(message.WrittenSpan);
    }

    /// <summary>Makes what was written visible to TensorBoard.</summary>
    public void Flush() => _file.Flush();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

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
        Span<byte> length = stackalloc byte[sizeof(ulong)], checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)message.Length);
        _file.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedChecksum(length));
        _file.Write(checksum);
        _file.Write(message);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedChecksum(message));
        _file.Write(checksum);
    }

    private static void WriteTime(ArrayBufferWriter<byte> message)
    {
        WriteKey(message, field: 1, wireType: 1);
        BinaryPrimitives.WriteDoubleLittleEndian(
            message.GetSpan(sizeof(double)), (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);
        message.Advance(sizeof(double));
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
