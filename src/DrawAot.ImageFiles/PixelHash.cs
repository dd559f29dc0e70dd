using System.Buffers.Binary;
using System.IO.Hashing;

namespace DrawAot.ImageFiles;

/// <summary>A number that stands for pixel values, the same on every machine.</summary>
internal static class PixelHash
{
    private const int InBuffer = 256;

    /// <summary>XXH3, 64 bits, of the values as a model sees them: floats in [0, 1], little-endian.</summary>
    public static ulong Of(ReadOnlySpan<byte> pixels)
    {
        var hash = new XxHash3();
        Span<float> values = stackalloc float[InBuffer];
        Span<byte> bytes = stackalloc byte[InBuffer * sizeof(float)];
        for (int start = 0; start < pixels.Length; start += InBuffer)
        {
            int count = Math.Min(InBuffer, pixels.Length - start);
            UnitInterval.Fill(pixels.Slice(start, count), values);
            for (int k = 0; k < count; k++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(k * sizeof(float))..], values[k]);
            }

            hash.Append(bytes[..(count * sizeof(float))]);
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
