using System.Text;

namespace DrawAot.ImageFiles.Tests;

/// <summary>Files as NumPy's <c>save</c> writes them.</summary>
internal static class NpyFile
{
    /// <summary>An array of bytes of numbers.</summary>
    /// <param name="type">NumPy's name of their type, such as <c>&lt;f4</c>.</param>
    /// <param name="shape">The dimensions, as Python writes them.</param>
    /// <param name="data">The numbers.</param>
    /// <param name="order">Whether the order is Fortran's, as Python writes it.</param>
    /// <param name="version">The format's version.</param>
    public static byte[] Of(string type, string shape, byte[] data, string order = "False", byte version = 1)
    {
        string text = $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}";
        int prelude = version == 1 ? 10 : 12, length = (prelude + text.Length + 64) / 64 * 64 - prelude;
        byte[] size = BitConverter.GetBytes(length)[..(prelude - 8)];
        return [0x93, .. "NUMPY"u8, version, 0, .. size, .. Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n"), .. data];
    }

    /// <summary>Little-endian floats.</summary>
    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
