namespace DrawAot.Weights;

/// <summary>One checked entry of a safetensors header: a tensor's name, type, shape and place.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(string name, string dataType, IReadOnlyList<long> shape, long begin, long end)
    {
        Name = name;
        DataType = dataType;
        Shape = shape;
        Begin = begin;
        End = end;
    }

    /// <summary>The name, any string: the file chooses it.</summary>
    public string Name { get; }

    /// <summary>The type of an element as the format spells it, such as F32 or BF16.</summary>
    public string DataType { get; }

    /// <summary>The dimensions, each 0 or more; none for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Offset of the first byte, counted from the end of the header.</summary>
    internal long Begin { get; }

    /// <summary>Offset of the byte after the last one.</summary>
    internal long End { get; }

    /// <summary>Whether its elements, floats, were seen to be finite.</summary>
    internal bool IsKnownToBeFinite { get; set; }

    /// <summary>The indices of an element, one a dimension, from its number in row order.</summary>
    internal long[] IndicesOf(long element)
    {
        long[] indices = new long[Shape.Count];
        for (int dimension = indices.Length - 1; dimension >= 0; dimension--)
        {
            (element, indices[dimension]) = Math.DivRem(element, Shape[dimension]);
        }

        return indices;
    }

    /// <summary>Bytes of one element of a type, or null if the format knows no such type.</summary>
    internal static int? ElementSize(string dataType) => dataType switch
    {
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 1,
        "U16" or "I16" or "F16" or "BF16" => 2,
        "U32" or "I32" or "F32" => 4,
        "U64" or "I64" or "F64" or "C64" => 8,
        _ => null,
    };
}
