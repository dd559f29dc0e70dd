using System.Buffers.Binary;

namespace DrawAot.ImageFiles.Tests;

/// <summary>Hand-made IDX files.</summary>
internal static class IdxFile
{
    public const uint ImageMagic = 0x0000_0803;

    public static byte[] Make(uint magic, uint count, uint height, uint width, params byte[] pixels)
    {
        byte[] file = new byte[16 + pixels.Length];
        BinaryPrimitives.WriteUInt32BigEndian(file, magic);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4), count);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(8), height);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(12), width);
        pixels.CopyTo(file, 16);
        return file;
    }

    /// <summary>Images of 1×2 whose bytes are 0, 1, 2, …</summary>
    public static byte[] Counting(int count) =>
        Make(ImageMagic, (uint)count, 1, 2, [.. Enumerable.Range(0, 2 * count).Select(i => (byte)i)]);
}
