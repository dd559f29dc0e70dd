using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Weights;

namespace DrawAot.Reference;

/// <summary>
/// Weights for any shape, the same to the last bit on every machine, so that a manifest can state the SHA-256 of a
/// file that is never committed.
/// </summary>
/// <remarks>
/// They are scaled so that small errors stay small over many glimpses: what feeds a unit sums to about 1, and windows
/// wander over the image at a third of its size, each filter about a pixel wide.
/// </remarks>
public static class SeededWeights
{
    private const int LogStrideRow = 3;

    /// <summary>The weights of a shape, by the names of <see cref="DrawTensors"/>.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="seed">Another seed gives other weights.</param>
    public static IReadOnlyDictionary<string, float[]> Of(DrawShape shape, ulong seed = 1)
    {
        var weights = new Dictionary<string, float[]>();
        foreach (DrawTensor tensor in DrawTensors.Of(shape))
        {
            int count = tensor.Shape.Aggregate((product, size) => product * size);
            double scale = Scale(tensor, shape);
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
            {
                values[i] = (float)(scale * AlmostNormal(seed, tensor: (uint)weights.Count, (uint)i));
            }

            weights.Add(tensor.Name, values);
            if (tensor.Name.EndsWith(".window.bias", StringComparison.Ordinal))
            {
                values[LogStrideRow] -= 1;
            }
        }

        return weights;
    }

    /// <summary>Writes weights as a safetensors file.</summary>
    public static void Write(Stream stream, DrawShape shape, IReadOnlyDictionary<string, float[]> weights) =>
        SafetensorsWriter.Write(stream, [.. DrawTensors.Of(shape).Select(t => new FloatTensor(t.Name, t.Shape, weights[t.Name]))]);

    private static double Scale(DrawTensor tensor, DrawShape shape) => tensor.Name switch
    {
        "encoder.weight_ih" or "encoder.weight_hh" => 1 / Math.Sqrt(shape.ReadSize + shape.DecoderHidden + shape.EncoderHidden),
        "decoder.weight_ih" or "decoder.weight_hh" => 1 / Math.Sqrt(shape.Latent + shape.DecoderHidden),
        "read.window.weight" or "write.window.weight" => 2 / Math.Sqrt(shape.DecoderHidden),
        "write.patch.weight" when shape.WriteAttention is not null => 4 / Math.Sqrt(shape.DecoderHidden),
        "canvas.initial" => 0.5,
        _ when tensor.Shape.Count == 2 => 1 / Math.Sqrt(tensor.Shape[1]),
        _ => 0.1,
    };

    /// <summary>
    /// The sum of four uniform numbers, scaled to variance 1: nearly normal, within ±√12, and made by integer
    /// arithmetic with a single rounding, where a logarithm or a cosine may round in more than one way.
    /// </summary>
    private static double AlmostNormal(ulong seed, uint tensor, uint position)
    {
        // Counters of the last index there is, so that no picture is decoded from the same words.
        (ulong a, ulong b, ulong c, ulong d) = Philox.Block(
            counter: (position, tensor, uint.MaxValue, uint.MaxValue), key: ((uint)seed, (uint)(seed >> 32)));
        double centred = (long)(a + b + c + d) - 2.0 * uint.MaxValue;
        return centred * (Math.Sqrt(3) / (1L << 32));
    }
}
