using System.IO.Compression;
using System.Security.Cryptography;
using DrawAot.Weights;

namespace DrawAot.Torch.Import;

/// <summary>
/// A file of tensors that was written elsewhere: safetensors, an archive of <c>torch.save</c> or one of <c>numpy.savez</c> or
/// <c>numpy.savez_compressed</c>. Nothing in it is executed. Reading it costs its own size, or that of its compressed entries, which
/// <see cref="ZipEntries"/> limits.
/// </summary>
/// <param name="Source">Its path.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hexadecimal digits.</param>
/// <param name="Tensors">Its tensors, in the order of their names.</param>
internal sealed record ForeignFile(string Source, string Sha256, IReadOnlyList<ForeignTensor> Tensors)
{
    private static ReadOnlySpan<byte> Zip => "PK\x03\x04"u8;

    private static ReadOnlySpan<byte> Hdf5 => [0x89, (byte)'H', (byte)'D', (byte)'F'];

    private static ReadOnlySpan<byte> Npy => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the names, shapes and types of a file's tensors.</summary>
    /// <exception cref="WeightsException">It is of a kind that is not read, or damaged.</exception>
    /// <exception cref="IOException">It is not there, is no regular file, cannot be read, or has more than 2 GiB.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public static ForeignFile Read(string path) => Parse(RegularFile.ReadAllBytes(path, "a weights file"), path);

    /// <summary>Reads a file that is in memory.</summary>
    /// <inheritdoc cref="Read"/>
    public static ForeignFile Parse(byte[] bytes, string source)
    {
        IEnumerable<ForeignTensor> tensors = bytes.AsSpan() switch
        {
            var b when b.StartsWith(Zip) => FromZip(bytes, source),
            var b when b.StartsWith(Hdf5) => throw WeightsErrors.Of(
                source, "this is an HDF5 file, as Keras writes; expected safetensors, .pt or .npz (Keras stores kernels [inputs, 4·H]: docs/import.md has the layout)"),
            var b when b.StartsWith(Npy) => throw WeightsErrors.Of(
                source, "this is a .npy file, which holds one array without a name; expected an archive of named ones, as numpy.savez writes"),
            [0x80, >= 2 and <= 5, ..] => throw WeightsErrors.Of(
                source, $"this is a pickle, as torch.save wrote before PyTorch 1.6; expected an archive or safetensors; Python converts it: {PythonLine(source)}"),
            _ => FromSafetensors(bytes, source),
        };
        ForeignTensor[] sorted = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        for (int k = 1; k < sorted.Length; k++)
        {
            if (sorted[k].Name == sorted[k - 1].Name)
            {
                throw WeightsErrors.Of(source, $"two tensors have the name {WeightsErrors.Quoted(sorted[k].Name)}; expected each name once");
            }
        }

        return new ForeignFile(source, Convert.ToHexStringLower(SHA256.HashData(bytes)), sorted);
    }

    /// <summary>The line of Python that writes a checkpoint's tensors as safetensors.</summary>
    public static string PythonLine(string source)
    {
        string name = ForeignTensor.Plain(Path.GetFileName(source));
        string stem = ForeignTensor.Plain(Path.GetFileNameWithoutExtension(source));
        return "import torch, safetensors.torch; safetensors.torch.save_file({k: v.contiguous().clone() for k, v in "
            + $"torch.load('{name}', map_location='cpu').items()}}, '{stem}.safetensors')";
    }

    private static IEnumerable<ForeignTensor> FromSafetensors(byte[] bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Parse(bytes, source);
        return file.Tensors.Values.Select(tensor => new ForeignTensor(
            tensor.Name,
            tensor.Shape,
            tensor.DataType switch
            {
                "F16" => ForeignTensor.Float16,
                "BF16" => ForeignTensor.Bfloat16,
                "F32" => ForeignTensor.Float32,
                "F64" => ForeignTensor.Float64,
                string other => other,
            },
            () => file.Bytes(tensor)));
    }

    private static IReadOnlyList<ForeignTensor> FromZip(byte[] bytes, string source)
    {
        var entries = new ZipEntries(bytes, source);
        if (entries.Names.Any(name => name.EndsWith("/constants.pkl", StringComparison.Ordinal)))
        {
            throw WeightsErrors.Of(
                source,
                "this is a TorchScript program; expected its tensors alone, which Python saves: "
                + $"torch.save(torch.jit.load('{ForeignTensor.Plain(Path.GetFileName(source))}').state_dict(), 'weights.pt')");
        }

        return entries.Names.Any(name => name.EndsWith(".npy", StringComparison.Ordinal)) ? NumpyArchive.Read(entries)
            : entries.Names.FirstOrDefault(TorchArchive.IsPickle) is string pickle ? TorchArchive.Read(entries, pickle)
            : throw WeightsErrors.Of(source, "this is a zip archive without data.pkl and without .npy files; expected one of torch.save or numpy.savez");
    }
}
