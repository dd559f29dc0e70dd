using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DrawAot.Weights;

namespace DrawAot.Torch.Import;

/// <summary>Reads the arrays of a <c>.npz</c>, an archive of <c>.npy</c> files (numpy.lib.format, versions 1 to 3).</summary>
internal static partial class NumpyArchive
{
    private const string Extension = ".npy";

    /// <summary>The magic string, the version, and four bytes of the header's length.</summary>
    private const int LongestStart = 12;

    private const int LongestHeader = 1 << 16;

    public static IReadOnlyList<ForeignTensor> Read(ZipEntries entries) =>
        [.. entries.Names.Where(name => name.EndsWith(Extension, StringComparison.Ordinal)).Select(name => Tensor(entries, name))];

    private static ForeignTensor Tensor(ZipEntries entries, string entry)
    {
        byte[] start = entries.Start(entry, LongestStart + LongestHeader);
        int length = entries.Length(entry);
        if (start is not [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', var version, _, _, _, _, _, ..])
        {
            throw Refused("it does not begin as a .npy file does");
        }

        int begin = version == 1 ? 10 : LongestStart;
        long header = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8))
            : BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8));
        if (begin + header > start.Length)
        {
            throw Refused($"its header has {header} bytes by its own account");
        }

        Match fields = Fields().Match(Encoding.Latin1.GetString(start, begin, (int)header));
        if (!fields.Success)
        {
            throw Refused("its header is not {'descr': …, 'fortran_order': …, 'shape': …}");
        }

        var shape = new List<long>();
        Int128 count = 1;
        foreach (string dimension in fields.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            shape.Add(long.TryParse(dimension, CultureInfo.InvariantCulture, out long size) ? size : throw Refused("a dimension is no whole number"));
            count = Int128.Min(count * size, int.MaxValue);
        }

        string dataType = fields.Groups["type"].Value switch
        {
            "<f2" => ForeignTensor.Float16,
            "<f4" => ForeignTensor.Float32,
            "<f8" => ForeignTensor.Float64,
            string other => other,
        };
        int data = begin + (int)header;
        if (ForeignTensor.ElementSize(dataType) is int elementSize && count * elementSize != length - data)
        {
            throw Refused($"it has {length - data} bytes of data for {dataType} of shape {WeightsErrors.Listed(shape)}");
        }

        return new ForeignTensor(
            entry[..^Extension.Length],
            shape,
            dataType,
            () => entries.All(entry).AsMemory(data),
            fields.Groups["fortran"].Value == "True" ? ColumnMajor(shape) : null);

        WeightsException Refused(string what) =>
            WeightsErrors.Of(entries.Source, $"the entry {WeightsErrors.Quoted(entry)} is damaged: {what}; expected an array as numpy.savez writes it");
    }

    private static long[] ColumnMajor(List<long> shape)
    {
        long[] strides = new long[shape.Count];
        long stride = 1;
        for (int dimension = 0; dimension < strides.Length; dimension++)
        {
            strides[dimension] = stride;
            stride *= shape[dimension];
        }

        return strides;
    }

    [GeneratedRegex(@"^\{'descr': '(?<type>[^']+)', 'fortran_order': (?<fortran>True|False), 'shape': \((?<shape>[0-9, ]*)\)")]
    private static partial Regex Fields();
}
