using System.Globalization;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DrawAot.Weights;

/// <summary>
/// A safetensors file in memory, checked from end to end: its header is well-formed and its tensors cover its
/// data exactly, as the format asks (https://github.com/huggingface/safetensors).
/// </summary>
/// <remarks>
/// Nothing about the bytes is trusted: the outcome is a file or a <see cref="WeightsException"/>.
/// They are little-endian, are not copied, and must not change while the file is used.
/// </remarks>
public sealed class SafetensorsFile
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReadOnlyMemory<byte> _data;
    private readonly Dictionary<string, SafetensorsTensor> _tensors;
    private readonly Dictionary<string, string> _metadata;
    private string? _sha256;

    private SafetensorsFile(ReadOnlyMemory<byte> bytes, string source)
    {
        Source = source;
        _bytes = bytes;
        int headerLength = SafetensorsLayout.HeaderLength(bytes.Span, source);
        ReadOnlyMemory<byte> header = bytes.Slice(SafetensorsLayout.LengthSize, headerLength);
        _data = bytes[(SafetensorsLayout.LengthSize + headerLength)..];
        (_tensors, _metadata) = SafetensorsHeader.Read(header.Span, source);
        SafetensorsLayout.RequireTiling(_tensors.Values, _data.Length, source);
    }

    /// <summary>The file's name in messages: its path, or the name of its resource.</summary>
    public string Source { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors => _tensors;

    /// <summary>The strings under <c>__metadata__</c>; empty if the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The SHA-256 of the whole file, 64 lower-case hexadecimal digits. Computed when first asked for.</summary>
    public string Sha256 => _sha256 ??= Convert.ToHexStringLower(SHA256.HashData(_bytes.Span));

    /// <summary>Checks a file that is in memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">Its name in messages.</param>
    /// <exception cref="WeightsException">It is no safetensors file, or not a sound one.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SafetensorsFile(bytes, source);
    }

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="WeightsException">It is no safetensors file, or not a sound one.</exception>
    /// <exception cref="IOException">It is not there, is no regular file, cannot be read, or has more than 2 GiB.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public static SafetensorsFile Read(string path) => new(RegularFile.ReadAllBytes(path, "a weights file"), path);

    /// <summary>Checks a file that is embedded in an assembly, where it lies: nothing is copied.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resourceName">The resource's logical name.</param>
    /// <exception cref="WeightsException">There is no such resource, or it is not a sound safetensors file.</exception>
    public static unsafe SafetensorsFile ReadEmbedded(Assembly assembly, string resourceName)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using Stream? stream = assembly.GetManifestResourceStream(resourceName);
        switch (stream)
        {
            case null:
                throw WeightsErrors.Of(
                    resourceName,
                    $"the assembly {assembly.GetName().Name} has no such resource; expected "
                    + $"<EmbeddedResource Include=\"{resourceName}\" LogicalName=\"{resourceName}\" /> in its project");
            case UnmanagedMemoryStream mapped:
                var memory = new ResourceMemory(assembly, mapped.PositionPointer, checked((int)mapped.Length));
                return new SafetensorsFile(memory.Memory, resourceName);
            default:
                byte[] bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return new SafetensorsFile(bytes, resourceName);
        }
    }

    /// <summary>The elements of a float32 tensor, row by row, all of them finite: the first call for a tensor checks that.</summary>
    /// <remarks>
    /// They lie in the file's own bytes, and so at any address: neither the format nor an embedded resource has
    /// to align them, and x86, x64 and Arm64 read them from anywhere. Instructions that ask for aligned memory
    /// need a copy. The span is good for as long as this object is reachable.
    /// </remarks>
    /// <param name="name">The tensor.</param>
    /// <param name="shape">The shape that it must have; nothing for a single number.</param>
    /// <exception cref="WeightsException">
    /// There is no such tensor, or it has another type or shape, or an element is infinite or no number.
    /// </exception>
    public ReadOnlySpan<float> Floats(string name, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        long[] expected = new long[shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            expected[i] = shape[i];
        }

        if (!_tensors.TryGetValue(name, out SafetensorsTensor? tensor))
        {
            throw WeightsErrors.Of(
                Source, $"there is no tensor {WeightsErrors.Quoted(name)}; expected one of F32 and shape {WeightsErrors.Listed(expected)}");
        }

        if (tensor.DataType != "F32" || !tensor.Shape.SequenceEqual(expected))
        {
            throw WeightsErrors.Of(
                Source,
                $"tensor {WeightsErrors.Quoted(name)} has the dtype {tensor.DataType} and the shape {WeightsErrors.Listed(tensor.Shape)}; "
                + $"expected F32 and {WeightsErrors.Listed(expected)}");
        }

        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(_data.Span[(int)tensor.Begin..(int)tensor.End]);
        if (!tensor.IsKnownToBeFinite)
        {
            RequireFinite(values, tensor);
            tensor.IsKnownToBeFinite = true;
        }

        return values;
    }

    /// <summary>The elements of a tensor of this file, whatever their type.</summary>
    internal ReadOnlyMemory<byte> Bytes(SafetensorsTensor tensor) => _data[(int)tensor.Begin..(int)tensor.End];

    /// <summary>Checks that this is the file with a given SHA-256.</summary>
    /// <param name="expectedHex">Its SHA-256, 64 hexadecimal digits.</param>
    /// <exception cref="WeightsException">It is another.</exception>
    public void RequireSha256(string expectedHex)
    {
        ArgumentNullException.ThrowIfNull(expectedHex);
        if (!Sha256.Equals(expectedHex, StringComparison.OrdinalIgnoreCase))
        {
            throw WeightsErrors.Of(Source, $"the file has the SHA-256 {Sha256}; expected {expectedHex}");
        }
    }

    private void RequireFinite(ReadOnlySpan<float> values, SafetensorsTensor tensor)
    {
        if (values.IsEmpty || TensorPrimitives.IsFiniteAll(values)) // which is false of none
        {
            return;
        }

        int k = 0;
        while (float.IsFinite(values[k]))
        {
            k++;
        }

        string element = tensor.Shape.Count == 0 ? "" : $"element {WeightsErrors.Listed(tensor.IndicesOf(k))} of ";
        string value = values[k].ToString(CultureInfo.InvariantCulture);
        throw WeightsErrors.Of(Source, $"{element}tensor {WeightsErrors.Quoted(tensor.Name)} is {value}; expected a finite number");
    }
}
