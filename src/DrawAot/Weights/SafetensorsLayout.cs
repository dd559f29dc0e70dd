using System.Buffers.Binary;

namespace DrawAot.Weights;

/// <summary>
/// The layout of a safetensors file: eight bytes that hold the length of the header (little-endian), the
/// header, and the data, which the tensors cover without gap or overlap.
/// </summary>
internal static class SafetensorsLayout
{
    /// <summary>Bytes before the header.</summary>
    public const int LengthSize = sizeof(ulong);

    /// <summary>The longest header that the format allows.</summary>
    public const int LongestHeader = 100_000_000;

    /// <summary>The length of the header, checked.</summary>
    /// <exception cref="WeightsException">The file is too short for it, or it is too long for any file.</exception>
    public static int HeaderLength(ReadOnlySpan<byte> file, string source)
    {
        if (file.Length < LengthSize)
        {
            throw WeightsErrors.Of(source, $"the file has {file.Length} bytes; expected at least {LengthSize}, the length of the header");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > LongestHeader)
        {
            throw WeightsErrors.Of(source, $"the header has {length} bytes by its own account; expected at most {LongestHeader}");
        }

        if (length > (ulong)(file.Length - LengthSize))
        {
            throw WeightsErrors.Of(
                source,
                $"the header has {length} bytes by its own account, but the file ends after {file.Length - LengthSize} of them; "
                + "expected the whole header");
        }

        return (int)length;
    }

    /// <summary>Checks that the tensors cover the data, each byte once.</summary>
    /// <exception cref="WeightsException">They lie beyond it, overlap, or leave some of it uncovered.</exception>
    public static void RequireTiling(IEnumerable<SafetensorsTensor> tensors, long dataLength, string source)
    {
        long covered = 0;
        foreach (SafetensorsTensor tensor in tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            string name = $"tensor {WeightsErrors.Quoted(tensor.Name)}";
            if (tensor.End > dataLength)
            {
                throw WeightsErrors.Of(
                    source,
                    $"{name} ends at byte {tensor.End} of the data, of which there are {dataLength}; expected it to lie within the data");
            }

            if (tensor.Begin < covered)
            {
                throw WeightsErrors.Of(
                    source,
                    $"{name} begins at byte {tensor.Begin} of the data and overlaps another, which ends at {covered}; expected no overlap");
            }

            if (tensor.Begin > covered)
            {
                throw WeightsErrors.Of(
                    source, $"{name} begins at byte {tensor.Begin} of the data, with a hole from {covered}; expected no holes");
            }

            covered = tensor.End;
        }

        if (covered < dataLength)
        {
            throw WeightsErrors.Of(
                source,
                $"the data goes on for {dataLength - covered} bytes after the last tensor, which ends at {covered}; expected nothing there");
        }
    }
}
