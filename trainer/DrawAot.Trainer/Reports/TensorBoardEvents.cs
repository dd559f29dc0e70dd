using System.Buffers.Binary;
using System.Numerics;
using DrawAot.Trainer.Reports.TensorBoard;
using Google.Protobuf;

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

        WriteRecord(new Event { FileVersion = "brain.Event:2" });
    }

    /// <summary>Adds numbers of a step.</summary>
    public void Write(long step, params ReadOnlySpan<(string Tag, float Value)> scalars)
    {
        var summary = new Summary();
        foreach ((string tag, float number) in scalars)
        {
            summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = number });
        }

        WriteRecord(new Event { Step = step, Summary = summary });
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

    private void WriteRecord(Event record)
    {
        byte[] message = record.ToByteArray();
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
}
