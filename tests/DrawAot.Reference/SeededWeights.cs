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

    /// <summary>The weights of a shape, by name.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="seed">Another seed gives other weights.</param>
    public static IReadOnlyDictionary<string, float[]> Of(ModelShape shape, ulong seed = 1)
    {
        var weights = new Dictionary<string, float[]>();
        IReadOnlyList<ModelTensor> tensors = shape.Tensors;
        foreach (ModelTensor tensor in tensors)
        {
            int count = tensor.Shape.Aggregate((product, size) => product * size);
            double scale = Scale(tensor, tensors);
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
    public static void Write(Stream stream, ModelShape shape, IReadOnlyDictionary<string, float[]> weights) =>
        SafetensorsWriter.Write(stream, [.. shape.Tensors.Select(t => new FloatTensor(t.Name, t.Shape, weights[t.Name]))]);

    private static double Scale(ModelTensor tensor, IReadOnlyList<ModelTensor> all)
    {
        string layer = tensor.Name[..tensor.Name.LastIndexOf('.')];
        return tensor.Name switch
        {
            "canvas.initial" => 0.5,
            _ when tensor.Shape.Count == 1 => 0.1,
            _ when ModelTensors.IsGates(tensor.Name) => 1 / Math.Sqrt(Inputs(layer + ".weight_ih") + Inputs(layer + ".weight_hh")),
            "read.window.weight" or "write.window.weight" => 2 / Math.Sqrt(tensor.Shape[1]),
            "write.patch.weight" when all.Any(other => other.Name == "write.window.weight") => 4 / Math.Sqrt(tensor.Shape[1]),
            "classes.weight" => 4 / Math.Sqrt(tensor.Shape[1]),
            _ => 1 / Math.Sqrt(tensor.Shape[1]),
        };

        int Inputs(string name) => all.Single(other => other.Name == name).Shape[1];
    }

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
