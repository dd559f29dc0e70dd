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

    /// <summary>Writes an array that comes in pieces, the last dimension's values next to each other.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="values">All of its values, in order.</param>
    public static void Write(Stream stream, ReadOnlySpan<int> shape, IEnumerable<ReadOnlyMemory<float>> values)
    {
        stream.Write(Header(shape));
        foreach (ReadOnlyMemory<float> piece in values)
        {
            Write(stream, piece.Span);
        }
    }

    private static byte[] Header(ReadOnlySpan<int> shape)
    {
        var dimensions = new StringBuilder();
        foreach (int size in shape)
        {
            dimensions.Append(CultureInfo.InvariantCulture, $"{size}, ");
        }

        string text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({dimensions}), }}";
        int length = (PreludeSize + text.Length + 1 + Alignment - 1) / Alignment * Alignment - PreludeSize;
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
