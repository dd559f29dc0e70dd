using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace DrawAot.ImageFiles.Tests;

/// <summary>Hand-made PNG files.</summary>
internal static class PngBytes
{
    public static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A file of these chunks between signature and end.</summary>
    public static byte[] Of(params byte[][] chunks) => [.. Signature, .. chunks.SelectMany(chunk => chunk), .. Chunk("IEND")];

    /// <summary>A grey file of 8 bits; each row begins with its filter.</summary>
    public static byte[] Grey(uint width, uint height, params byte[] rows) => Of(Header(width, height, 8, 0), Pixels(rows));

    public static byte[] Header(uint width, uint height, byte depth, byte colours, params byte[] methods)
    {
        byte[] data = [0, 0, 0, 0, 0, 0, 0, 0, depth, colours, .. methods, .. new byte[3 - methods.Length]];
        BinaryPrimitives.WriteUInt32BigEndian(data, width);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), height);
        return Chunk("IHDR", data);
    }

    public static byte[] Pixels(params byte[] rows) => Chunk("IDAT", Zipped(rows));

    public static byte[] Zipped(byte[] rows)
    {
        using var zipped = new MemoryStream();
        using (var zlib = new ZLibStream(zipped, CompressionLevel.Optimal))
        {
            zlib.Write(rows);
        }

        return zipped.ToArray();
    }

    public static byte[] Chunk(string kind, params byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.Latin1.GetBytes(kind), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>Gives the chunks of a damaged file the checksums that fit them, as far as there are chunks.</summary>
    public static void Seal(Span<byte> file)
    {
        if (!file.StartsWith(Signature))
        {
            return;
        }

        for (Span<byte> rest = file[Signature.Length..]; rest.Length >= 12;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
            {
                return;
            }

            int end = 8 + (int)length;
            BinaryPrimitives.WriteUInt32BigEndian(rest[end..], Crc32.HashToUInt32(rest[4..end]));
            rest = rest[(end + 4)..];
        }
    }
}
