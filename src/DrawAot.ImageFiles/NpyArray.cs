using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DrawAot.ImageFiles;

/// <summary>Header of an array that NumPy's <c>save</c> wrote.</summary>
/// <param name="Shape">Its dimensions, the slowest first.</param>
/// <param name="DataType">The kind and size of its numbers, as in <c>f4</c>, <c>u1</c> or <c>b1</c>.</param>
/// <param name="IsBigEndian">Whether a number's first byte counts most.</param>
internal sealed partial record NpyArray(IReadOnlyList<long> Shape, string DataType, bool IsBigEndian)
{
    private const int PreludeSize = 8, MostHeader = 1 << 16;

    /// <summary>Bytes of a number.</summary>
    public int ElementSize => DataType[1] - '0';

    /// <summary>The dimensions as Python writes them.</summary>
    public string ShapeText => $"({string.Join(", ", Shape)}{(Shape.Count == 1 ? "," : "")})";

    /// <summary>Reads the header.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <exception cref="ImageFileException">It is damaged, or that of an array in which images do not come.</exception>
    public static NpyArray ReadHeader(OpenedFile file)
    {
        Span<byte> prelude = stackalloc byte[PreludeSize];
        Fill(file, prelude);
        int version = prelude[6];
        Span<byte> size = stackalloc byte[version == 1 ? sizeof(ushort) : sizeof(uint)];
        Fill(file, size);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (version is not (1 or 2 or 3) || length > MostHeader)
        {
            throw new ImageFileException(
                $"File '{file.Path}' has an NPY header of version {version} and {length} bytes, where version 1 to 3 and at most {MostHeader} bytes are expected.");
        }

        byte[] header = new byte[length];
        Fill(file, header);
        string text = Encoding.Latin1.GetString(header);
        Match type = TypeField().Match(text), order = OrderField().Match(text), shape = ShapeField().Match(text);
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw new ImageFileException(
                $"File '{file.Path}' has a damaged NPY header: {{'descr': '…', 'fortran_order': …, 'shape': (…)}} with a single kind of number is expected.");
        }

        string dataType = type.Groups["type"].Value;
        if (dataType is not ("u1" or "b1" or "f2" or "f4" or "f8"))
        {
            throw new ImageFileException(
                $"File '{file.Path}' holds numbers of NumPy's type '{dataType}', where float16, float32, float64, uint8 or bool is expected.");
        }

        if (order.Groups["order"].Value == "True")
        {
            throw new ImageFileException(
                $"File '{file.Path}' holds an array in Fortran's order, where rows that lie in one piece are expected; numpy.ascontiguousarray makes them.");
        }

        return new NpyArray(Dimensions(file, shape.Groups["shape"].Value), dataType, type.Groups["end"].Value == ">");
    }

    private static List<long> Dimensions(OpenedFile file, string text)
    {
        var dimensions = new List<long>();
        foreach (string dimension in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            dimensions.Add(long.TryParse(dimension, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                ? size
                : throw new ImageFileException($"File '{file.Path}' has a damaged NPY header: '{dimension}' stands where a dimension is expected."));
        }

        return dimensions;
    }

    private static void Fill(OpenedFile file, Span<byte> bytes)
    {
        if (file.Contents.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new ImageFileException($"File '{file.Path}' ends within its NPY header.");
        }
    }

    [GeneratedRegex("'descr': *'(?<end>[<>|=]?)(?<type>[a-zA-Z][0-9]+)'")]
    private static partial Regex TypeField();

    [GeneratedRegex("'fortran_order': *(?<order>True|False)")]
    private static partial Regex OrderField();

    [GeneratedRegex(@"'shape': *\((?<shape>[0-9, ]*)\)")]
    private static partial Regex ShapeField();
}
