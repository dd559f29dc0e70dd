using System.Buffers.Binary;
using System.Text;
using DrawAot.Weights;

namespace DrawAot.Tests.Weights;

/// <summary>Safetensors files from hand-written parts, sound or not.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file of a header and a number of zero bytes of data.</summary>
    public static byte[] Of(string header, int dataLength = 0) => Of(Encoding.UTF8.GetBytes(header), new byte[dataLength]);

    public static byte[] Of(byte[] header, byte[] data)
    {
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    public static SafetensorsFile Parse(byte[] bytes) => SafetensorsFile.Parse(bytes, "x.safetensors");

    /// <summary>A small sound file with two tensors and metadata.</summary>
    public static byte[] Sound()
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream,
            [new FloatTensor("a", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 }), new FloatTensor("b", [1], new float[] { 7 })],
            new Dictionary<string, string> { ["note"] = "sound" });
        return stream.ToArray();
    }
}
