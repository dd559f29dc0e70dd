using System.Buffers.Binary;
using System.Globalization;
using DrawAot.Weights;

namespace DrawAot.Torch.Import;

/// <summary>A tensor of somebody else's file. Its numbers are read when they are asked for.</summary>
/// <param name="name">The name that the file gives it.</param>
/// <param name="shape">Its dimensions; none for a single number.</param>
/// <param name="dataType">The type of an element: <c>float16</c>, <c>bfloat16</c>, <c>float32</c>, <c>float64</c>, or another that is not read.</param>
/// <param name="bytes">The elements, little-endian, beginning with the first one.</param>
/// <param name="strides">Elements between neighbours along each dimension; null where the tensor lies row by row without gaps.</param>
internal sealed class ForeignTensor(
    string name, IReadOnlyList<long> shape, string dataType, Func<ReadOnlyMemory<byte>> bytes, IReadOnlyList<long>? strides = null)
{
    public const string Float16 = "float16", Bfloat16 = "bfloat16", Float32 = "float32", Float64 = "float64";

    public string Name { get; } = name;

    public IReadOnlyList<long> Shape { get; } = shape;

    public string DataType { get; } = Plain(dataType);

    /// <summary>The name, shape and type as a report shows them: <c>dec.weight_hh_l0 [1024, 256] bfloat16</c>.</summary>
    public override string ToString() => $"{Plain(Name)} {WeightsErrors.Listed(Shape)} {DataType}";

    /// <summary>A name from a file without anything that would break a line, and cut where it is long.</summary>
    public static string Plain(string name) => WeightsErrors.Quoted(name)[1..^1];

    /// <summary>Bytes of an element, or null for a type that is not read.</summary>
    public static int? ElementSize(string dataType) => dataType switch
    {
        Float16 or Bfloat16 => 2,
        Float32 => 4,
        Float64 => 8,
        _ => null,
    };

    /// <summary>The elements as float32, row by row, all of them finite.</summary>
    /// <param name="source">The file's name in messages.</param>
    /// <param name="rounded">Whether an element of float64 is no float32 and was rounded to the nearest.</param>
    /// <exception cref="WeightsException">The elements are no floats, or one of them is not finite as float32.</exception>
    public float[] Read(string source, out bool rounded)
    {
        if (ElementSize(DataType) is not int size)
        {
            throw WeightsErrors.Of(
                source, $"tensor {WeightsErrors.Quoted(Name)} holds {DataType}; expected {Float16}, {Bfloat16}, {Float32} or {Float64}");
        }

        Func<ReadOnlySpan<byte>, double> read = DataType switch
        {
            Float16 => element => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
            Bfloat16 => element => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
            Float32 => element => BinaryPrimitives.ReadSingleLittleEndian(element),
            _ => BinaryPrimitives.ReadDoubleLittleEndian,
        };
        ReadOnlySpan<byte> data = bytes().Span;
        float[] values = new float[Shape.Aggregate(1L, (product, dimension) => product * dimension)];
        long[] indices = new long[Shape.Count];
        rounded = false;
        for (int k = 0; k < values.Length; k++)
        {
            long place = strides is null ? k : Next(indices, k);
            double value = read(data.Slice((int)(place * size), size));
            values[k] = (float)value;
            rounded |= values[k] != value;
            if (!float.IsFinite(values[k]))
            {
                throw NotFinite(source, k, value);
            }
        }

        return values;
    }

    /// <summary>The place of element <paramref name="k"/> in memory; called for 0, 1, 2, … with the same indices.</summary>
    private long Next(long[] indices, int k)
    {
        for (int dimension = indices.Length - 1; k > 0 && ++indices[dimension] == Shape[dimension]; dimension--)
        {
            indices[dimension] = 0;
        }

        long place = 0;
        for (int dimension = 0; dimension < indices.Length; dimension++)
        {
            place += indices[dimension] * strides![dimension];
        }

        return place;
    }

    private WeightsException NotFinite(string source, long k, double value)
    {
        long[] indices = new long[Shape.Count];
        for (int dimension = indices.Length - 1; dimension >= 0; dimension--)
        {
            (k, indices[dimension]) = Math.DivRem(k, Shape[dimension]);
        }

        string element = indices.Length == 0 ? "" : $"element {WeightsErrors.Listed(indices)} of ";
        return WeightsErrors.Of(
            source,
            $"{element}tensor {WeightsErrors.Quoted(Name)} is {value.ToString(CultureInfo.InvariantCulture)}; expected a finite number of float32");
    }
}
