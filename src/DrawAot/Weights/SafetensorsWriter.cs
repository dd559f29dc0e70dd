using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DrawAot.Weights;

/// <summary>
/// Writes float32 tensors as a safetensors file. The same tensors and metadata always give the same bytes.
/// </summary>
[SuppressMessage(
    "ApiDesign", "RS0026:Do not add multiple public overloads with optional parameters",
    Justification = "The overloads differ in their first argument, a path or a stream: no call can mean both.")]
public static class SafetensorsWriter
{
    /// <summary>The data begins at a multiple of this many bytes, so that a mapped file can be used in place.</summary>
    private const int DataAlignment = 64;

    /// <summary>Writes a whole file or none: another file at that path stays until this one is complete.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="tensors">The tensors, in the order in which they are to lie.</param>
    /// <param name="metadata">Strings to go with them, or null.</param>
    /// <exception cref="ArgumentException">Tensors share a name, or the number of values of one is not that of its shape.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing it is not permitted.</exception>
    public static void Write(
        string path, IReadOnlyList<FloatTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        WholeFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes a file to a stream, at its position.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="tensors">The tensors, in the order in which they are to lie.</param>
    /// <param name="metadata">Strings to go with them, or null.</param>
    /// <exception cref="ArgumentException">Tensors share a name, or the number of values of one is not that of its shape.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(
        Stream stream, IReadOnlyList<FloatTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        RequireSound(tensors);
        stream.Write(Header(tensors, metadata));
        foreach (FloatTensor tensor in tensors)
        {
            stream.Write(MemoryMarshal.AsBytes(tensor.Values.Span));
        }
    }

    private static void RequireSound(IReadOnlyList<FloatTensor> tensors)
    {
        var names = new HashSet<string>();
        foreach (FloatTensor tensor in tensors)
        {
            if (tensor.Name is null or SafetensorsHeader.MetadataName)
            {
                throw new ArgumentException($"A tensor has the name '{tensor.Name}'; expected any other.", nameof(tensors));
            }

            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"Two tensors have the name '{tensor.Name}'; expected each name once.", nameof(tensors));
            }

            // A product that is negative or too large stays so, and equals no length.
            long count = 1;
            foreach (int dimension in tensor.Shape)
            {
                count = dimension < 0 || count is < 0 or > int.MaxValue ? -1 : count * dimension;
            }

            if (count != tensor.Values.Length)
            {
                throw new ArgumentException(
                    $"Tensor '{tensor.Name}' has {tensor.Values.Length} values; "
                    + $"expected the number that its shape [{string.Join(", ", tensor.Shape)}] has.",
                    nameof(tensors));
            }
        }
    }

    /// <summary>The length of the header, the header, and spaces up to where the data may begin.</summary>
    private static ReadOnlySpan<byte> Header(
        IReadOnlyList<FloatTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = new ArrayBufferWriter<byte>();
        header.Write(stackalloc byte[SafetensorsLayout.LengthSize]); // filled in below
        using (var json = new Utf8JsonWriter(header))
        {
            WriteEntries(json, tensors, metadata);
        }

        int padding = -header.WrittenCount & (DataAlignment - 1);
        header.GetSpan(padding)[..padding].Fill((byte)' ');
        header.Advance(padding);

        byte[] bytes = header.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)(bytes.Length - SafetensorsLayout.LengthSize));
        return bytes;
    }

    private static void WriteEntries(
        Utf8JsonWriter json, IReadOnlyList<FloatTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        long offset = 0;
        foreach (FloatTensor tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", "F32");
            json.WriteStartArray("shape");
            foreach (int dimension in tensor.Shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset += (long)tensor.Values.Length * sizeof(float);
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
