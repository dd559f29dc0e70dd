using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DrawAot.Cli.Files;

/// <summary>Arrays of 32-bit floats as NumPy's <c>load</c> reads them: the NPY format, version 1.0.</summary>
internal static class Npy
{
    /// <summary>NumPy lets the numbers begin at a multiple of this.</summary>
    private const int Alignment = 64;

    private const int PreludeSize = 10; // the mark, the version, and the header's length

    /// <summary>Writes an array of pictures that come in pieces, the last dimension's values next to each other.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="count">How many pictures there are; null where the number is known only at the end.</param>
    /// <param name="picture">The dimensions of one.</param>
    /// <param name="values">All of their values, in order.</param>
    /// <returns>How many pictures there were.</returns>
    /// <exception cref="IOException">
    /// The stream cannot be written; or <paramref name="count"/> is null and the stream cannot go back to its beginning,
    /// where the number stands.
    /// </exception>
    public static long Write(Stream stream, long? count, ReadOnlySpan<int> picture, IEnumerable<ReadOnlyMemory<float>> values)
    {
        if (count is null && !stream.CanSeek)
        {
            throw new IOException("how many pictures there are is known only at the end, but stands at the beginning, to which a pipe does not go back; a file was expected");
        }

        long start = count is null ? stream.Position : 0, written = 0;
        int room = Text(count ?? long.MaxValue, picture).Length;
        stream.Write(Header(Text(count ?? 0, picture), room));
        foreach (ReadOnlyMemory<float> piece in values)
        {
            Write(stream, piece.Span);
            written += piece.Length;
        }

        foreach (int size in picture)
        {
            written /= size;
        }

        if (count is null)
        {
            long end = stream.Position;
            stream.Position = start;
            stream.Write(Header(Text(written, picture), room));
            stream.Position = end;
        }

        return written;
    }

    private static string Text(long count, ReadOnlySpan<int> picture)
    {
        var dimensions = new StringBuilder();
        dimensions.Append(CultureInfo.InvariantCulture, $"{count}, ");
        foreach (int size in picture)
        {
            dimensions.Append(CultureInfo.InvariantCulture, $"{size}, ");
        }

        return $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({dimensions}), }}";
    }

    /// <summary>The bytes before the numbers.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="room">Characters that there is room for.</param>
    private static byte[] Header(string text, int room)
    {
        int length = (PreludeSize + room + 1 + Alignment - 1) / Alignment * Alignment - PreludeSize;
        byte[] header = new byte[PreludeSize + length];
        header[0] = 0x93;
        "NUMPY\u0001\0"u8.CopyTo(header.AsSpan(1)); // then the version, 1.0
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(PreludeSize - sizeof(ushort)), (ushort)length);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n", header.AsSpan(PreludeSize));
        return header;
    }

    private static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }
}
