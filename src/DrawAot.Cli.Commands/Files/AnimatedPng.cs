using System.Buffers.Binary;
using System.IO.Hashing;

namespace DrawAot.Cli.Files;

/// <summary>
/// Sheets one after another as an animated PNG (PNG specification, third edition): the images that <see cref="Png"/>
/// makes, put in order. Where animations are not understood, the last sheet is what is seen.
/// </summary>
internal static class AnimatedPng
{
    private const int SignatureSize = 8, LengthSize = 4, TypeSize = 4, CrcSize = 4;
    private const ushort MillisecondsInASecond = 1000;

    /// <summary>Writes an animation that repeats for ever.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="count">How many sheets there are.</param>
    /// <param name="draw">Draws sheet k, of the same size and channels every time.</param>
    /// <param name="delay">How long each sheet is seen.</param>
    /// <param name="lastDelay">How long the last one is.</param>
    public static void Write(Stream stream, int count, Func<int, Sheet> draw, TimeSpan delay, TimeSpan lastDelay)
    {
        uint sequence = 0;
        foreach ((string type, ReadOnlyMemory<byte> data) in Chunks(draw(count - 1)))
        {
            if (type == "IHDR")
            {
                stream.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);
                WriteChunk(stream, type, data.Span);
                WriteChunk(stream, "acTL", [.. BigEndian((uint)count), .. BigEndian(0u)]);
            }
            else if (type == "IDAT")
            {
                WriteChunk(stream, type, data.Span);
            }
        }

        for (int k = 0; k < count; k++)
        {
            Sheet sheet = draw(k);
            WriteChunk(stream, "fcTL", Control(sequence++, sheet, k == count - 1 ? lastDelay : delay));
            foreach ((_, ReadOnlyMemory<byte> data) in Chunks(sheet).Where(chunk => chunk.Type == "IDAT"))
            {
                WriteChunk(stream, "fdAT", [.. BigEndian(sequence++), .. data.Span]);
            }
        }

        WriteChunk(stream, "IEND", []);
    }

    /// <summary>A frame's size, place, time, and that it takes the place of what was there before.</summary>
    private static byte[] Control(uint sequence, Sheet sheet, TimeSpan delay) =>
    [
        .. BigEndian(sequence), .. BigEndian((uint)sheet.Width), .. BigEndian((uint)sheet.Height), .. BigEndian(0u), .. BigEndian(0u),
        .. BigEndian((ushort)delay.TotalMilliseconds), .. BigEndian(MillisecondsInASecond), 0, 0,
    ];

    private static IEnumerable<(string Type, ReadOnlyMemory<byte> Data)> Chunks(Sheet sheet)
    {
        var png = new MemoryStream();
        Png.Write(png, sheet);
        ReadOnlyMemory<byte> rest = png.GetBuffer().AsMemory(SignatureSize, (int)png.Length - SignatureSize);
        while (!rest.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(rest.Span);
            string type = System.Text.Encoding.ASCII.GetString(rest.Span.Slice(LengthSize, TypeSize));
            yield return (type, rest.Slice(LengthSize + TypeSize, length));
            rest = rest[(LengthSize + TypeSize + length + CrcSize)..];
        }
    }

    private static void WriteChunk(Stream stream, string type, ReadOnlySpan<byte> data)
    {
        byte[] name = System.Text.Encoding.ASCII.GetBytes(type);
        var crc = new Crc32();
        crc.Append(name);
        crc.Append(data);
        stream.Write(BigEndian((uint)data.Length));
        stream.Write(name);
        stream.Write(data);
        stream.Write(BigEndian(crc.GetCurrentHashAsUInt32()));
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] BigEndian(ushort value)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }
}
