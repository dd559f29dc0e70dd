using System.IO.Compression;
using System.Text;

namespace DrawAot.Torch.Tests.Import;

/// <summary>Writes archives as numpy.savez does.</summary>
internal static class NpzFile
{
    /// <summary>An archive.</summary>
    /// <param name="tensors">Its arrays.</param>
    /// <param name="type">F16, F32 or F64.</param>
    /// <param name="fortran">Whether arrays lie column by column.</param>
    /// <param name="compression">Anything but none is what numpy.savez_compressed does.</param>
    public static byte[] Write(
        IEnumerable<ForeignValues> tensors, string type = "F32", bool fortran = false, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (ForeignValues tensor in tensors)
            {
                string shape = tensor.Shape.Length == 1 ? $"{tensor.Shape[0]}," : string.Join(", ", tensor.Shape);
                string header = $"{{'descr': '<f{ForeignValues.Size(type)}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({shape}), }}";
                header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
                using Stream entry = zip.CreateEntry(tensor.Name + ".npy", compression).Open();
                entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header)]);
                entry.Write((fortran && tensor.Shape.Length == 2 ? tensor.Transposed() : tensor).Bytes(type));
            }
        }

        return file.ToArray();
    }
}
