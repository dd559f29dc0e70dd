using DrawAot.Manifest;
using DrawAot.TestModels;
using DrawAot.Weights;

namespace DrawAot.Conformance;

/// <summary>
/// The weights that a model with weights of 16 bits computes with: those of its file, rounded in the pairs in which they are
/// packed. A model of these computes what one of the file's does, and an engine that knows no such weights can be compared.
/// </summary>
internal static class RoundedWeights
{
    public static IReadOnlyDictionary<string, float[]> Of(TestModel model, IReadOnlyDictionary<string, float[]> exact)
    {
        if (model.Precision is WeightPrecision.Float32)
        {
            return exact;
        }

        DrawShape shape = model.Shape;
        Dictionary<string, float[]> weights = exact.ToDictionary(tensor => tensor.Key, tensor => (float[])tensor.Value.Clone());
        foreach (ModelTensor tensor in DrawTensors.Of(shape).Where(tensor => tensor.Shape.Count == 2 && !tensor.Name.Contains("coder.", StringComparison.Ordinal)))
        {
            foreach (Memory<float> row in Rows(weights[tensor.Name], tensor.Shape[1]))
            {
                Round(row.Span);
            }
        }

        RoundLstm(weights, "decoder", inputs: shape.Latent, others: 0, shape.DecoderHidden);
        RoundLstm(weights, "encoder", inputs: shape.ReadSize, others: shape.DecoderHidden, shape.EncoderHidden);
        return weights;
    }

    /// <summary>The same of a classifier.</summary>
    public static IReadOnlyDictionary<string, float[]> Of(TestClassifier model, IReadOnlyDictionary<string, float[]> exact)
    {
        if (model.Precision is WeightPrecision.Float32)
        {
            return exact;
        }

        Dictionary<string, float[]> weights = exact.ToDictionary(tensor => tensor.Key, tensor => (float[])tensor.Value.Clone());
        foreach (ModelTensor tensor in model.Shape.Tensors.Where(tensor => tensor.Shape.Count == 2))
        {
            foreach (Memory<float> row in Rows(weights[tensor.Name], tensor.Shape[1]))
            {
                Round(row.Span);
            }
        }

        return weights;
    }

    /// <summary>The columns of the read or the latent are packed by themselves; those of the states of both LSTMs follow.</summary>
    private static void RoundLstm(Dictionary<string, float[]> weights, string name, int inputs, int others, int hidden)
    {
        float[] states = new float[others + hidden];
        IEnumerable<(Memory<float>, Memory<float>)> rows =
            Rows(weights[name + ".weight_ih"], inputs + others).Zip(Rows(weights[name + ".weight_hh"], hidden));
        foreach ((Memory<float> w, Memory<float> u) in rows)
        {
            Round(w.Span[..inputs]);
            w.Span[inputs..].CopyTo(states);
            u.Span.CopyTo(states.AsSpan(others));
            Round(states);
            states.AsSpan(0, others).CopyTo(w.Span[inputs..]);
            states.AsSpan(others).CopyTo(u.Span);
        }
    }

    private static IEnumerable<Memory<float>> Rows(float[] matrix, int columns) =>
        Enumerable.Range(0, matrix.Length / columns).Select(row => matrix.AsMemory(row * columns, columns));

    private static void Round(Span<float> row)
    {
        for (int k = 0; k < row.Length; k += 2)
        {
            uint pair = Bfloat16Pair.Of(row[k], k + 1 < row.Length ? row[k + 1] : 0);
            row[k] = Bfloat16Pair.First(pair);
            if (k + 1 < row.Length)
            {
                row[k + 1] = Bfloat16Pair.Second(pair);
            }
        }
    }
}
