using System.Buffers.Binary;
using System.Text;
using DrawAot.Manifest;
using DrawAot.Reference;

namespace DrawAot.Torch.Tests.Import;

/// <summary>A tensor that is to be written as somebody else would.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">Its elements, row by row.</param>
internal sealed record ForeignValues(string Name, int[] Shape, double[] Values)
{
    /// <summary>The elements in a type of a safetensors file: F16, BF16, F32, F64 or I64.</summary>
    public byte[] Bytes(string type)
    {
        using var bytes = new MemoryStream();
        Span<byte> element = stackalloc byte[8];
        foreach (double value in Values)
        {
            int size = Size(type);
            switch (type)
            {
                case "F16":
                    BinaryPrimitives.WriteHalfLittleEndian(element, (Half)value);
                    break;
                case "BF16":
                    BinaryPrimitives.WriteUInt16LittleEndian(element, (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16));
                    break;
                case "F32":
                    BinaryPrimitives.WriteSingleLittleEndian(element, (float)value);
                    break;
                case "F64":
                    BinaryPrimitives.WriteDoubleLittleEndian(element, value);
                    break;
                default:
                    BinaryPrimitives.WriteInt64LittleEndian(element, (long)value);
                    break;
            }

            bytes.Write(element[..size]);
        }

        return bytes.ToArray();
    }

    public static int Size(string type) => type switch
    {
        "F16" or "BF16" => 2,
        "F32" => 4,
        _ => 8,
    };

    /// <summary>The same with rows and columns exchanged.</summary>
    public ForeignValues Transposed()
    {
        (int rows, int columns) = (Shape[0], Shape[1]);
        double[] values = new double[Values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            values[k % columns * rows + k / columns] = Values[k];
        }

        return this with { Shape = [columns, rows], Values = values };
    }
}

/// <summary>The tensors of a model, to be renamed and changed until they are those of somebody else's file.</summary>
internal static class ForeignTensors
{
    /// <summary>Values of every tensor of a shape, under our names; all of them are exact in bfloat16 and float16.</summary>
    public static List<ForeignValues> Of(DrawShape shape, ulong seed = 1)
    {
        IReadOnlyDictionary<string, float[]> weights = SeededWeights.Of(shape, seed);
        return [.. DrawTensors.Of(shape).Select(tensor => new ForeignValues(
            tensor.Name, [.. tensor.Shape], [.. weights[tensor.Name].Select(weight => Math.Round(weight * 64) / 64.0)]))];
    }

    /// <summary>Renames every tensor.</summary>
    public static List<ForeignValues> Renamed(this IEnumerable<ForeignValues> tensors, Func<string, string> name) =>
        [.. tensors.Select(tensor => tensor with { Name = name(tensor.Name) })];

    /// <summary>Without the tensors of these names.</summary>
    public static List<ForeignValues> Without(this IEnumerable<ForeignValues> tensors, params string[] names) =>
        [.. tensors.Where(tensor => !names.Contains(tensor.Name))];

    /// <summary>With some tensors changed.</summary>
    public static List<ForeignValues> Changed(
        this IEnumerable<ForeignValues> tensors, Func<ForeignValues, bool> which, Func<ForeignValues, ForeignValues> change) =>
        [.. tensors.Select(tensor => which(tensor) ? change(tensor) : tensor)];

    /// <summary>
    /// Named as nn.LSTMCell and nn.Linear name theirs, in a module whose fields are enc, dec, mu, log_sigma, read_attn, write_attn and write,
    /// each LSTM with two biases.
    /// </summary>
    /// <param name="layer">What follows the names of an LSTM's tensors: "" for nn.LSTMCell, "_l0" for nn.LSTM.</param>
    public static List<ForeignValues> AsModule(this IEnumerable<ForeignValues> tensors, string layer = "") =>
    [
        .. tensors.SelectMany(tensor => tensor.Name switch
        {
            "encoder.bias" or "decoder.bias" => TwoBiases(tensor, layer),
            string name => [tensor with { Name = Module(name, layer) }],
        }),
    ];

    private static ForeignValues[] TwoBiases(ForeignValues bias, string layer)
    {
        string lstm = bias.Name[..3];
        return
        [
            bias with { Name = $"{lstm}.bias_ih{layer}", Values = [.. bias.Values.Select((value, k) => value - k % 5 / 8.0)] },
            bias with { Name = $"{lstm}.bias_hh{layer}", Values = [.. bias.Values.Select((_, k) => k % 5 / 8.0)] },
        ];
    }

    private static string Module(string name, string layer) => name
        .Replace("encoder.weight_ih", "enc.weight_ih" + layer, StringComparison.Ordinal)
        .Replace("encoder.weight_hh", "enc.weight_hh" + layer, StringComparison.Ordinal)
        .Replace("decoder.weight_ih", "dec.weight_ih" + layer, StringComparison.Ordinal)
        .Replace("decoder.weight_hh", "dec.weight_hh" + layer, StringComparison.Ordinal)
        .Replace("encoder.h0", "h0_enc", StringComparison.Ordinal)
        .Replace("decoder.h0", "h0_dec", StringComparison.Ordinal)
        .Replace("latent.mean", "fc_mu", StringComparison.Ordinal)
        .Replace("latent.log_sigma", "fc_log_sigma", StringComparison.Ordinal)
        .Replace("read.window", "read_attn", StringComparison.Ordinal)
        .Replace("write.window", "write_attn", StringComparison.Ordinal)
        .Replace("write.patch", "fc_write", StringComparison.Ordinal)
        .Replace("canvas.initial", "canvas", StringComparison.Ordinal);

    /// <summary>A safetensors file of one type, or of a type for each tensor.</summary>
    public static byte[] Safetensors(this IReadOnlyList<ForeignValues> tensors, string type = "F32", Func<string, string>? typeOf = null)
    {
        var header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        using var data = new MemoryStream();
        foreach (ForeignValues tensor in tensors)
        {
            string own = typeOf?.Invoke(tensor.Name) ?? type;
            long begin = data.Length;
            data.Write(tensor.Bytes(own));
            header.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $",\"{tensor.Name}\":{{\"dtype\":\"{own}\",\"shape\":[{string.Join(',', tensor.Shape)}],\"data_offsets\":[{begin},{data.Length}]}}");
        }

        byte[] json = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data.ToArray()];
    }
}
