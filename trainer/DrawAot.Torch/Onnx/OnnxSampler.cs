using DrawAot.Manifest;

namespace DrawAot.Torch.Onnx;

/// <summary>
/// DRAW's decoder and write as an ONNX graph, from the latents of all glimpses to the picture: one <c>LSTM</c> over the
/// whole sequence, then every write at once.
/// </summary>
internal static class OnnxSampler
{
    public static ModelProto Of(DrawModule module)
    {
        DrawShape shape = module.Shape;
        var graph = new OnnxGraph("sampler");
        string latents = graph.Input(OnnxModel.Latents, shape.Glimpses, OnnxGraph.Batch, shape.Latent);

        string batch = graph.Slice(graph.Apply("Shape", latents), 0, 1, 1);
        var decoder = new OnnxLstm(graph, module, "decoder");
        (string h, string c) = decoder.Start(batch);
        string all = graph.Reshape(decoder.Run(graph, latents, h, c).All, shape.Glimpses, -1, shape.DecoderHidden);

        string canvas = graph.Apply("Add",
            shape.WriteAttention is int n ? Writes(graph, module, all, n) : WholeWrites(graph, module, all),
            graph.Floats(OnnxModel.Values(module, "canvas.initial"), shape.Channels, shape.Height, shape.Width));
        graph.Output(
            OnnxModel.Images, graph.Apply("Sigmoid", canvas), OnnxGraph.Batch, shape.Channels, shape.Height, shape.Width);
        return graph.ToModel();
    }

    /// <summary>Σ_t (1/γ)·FYᵀ w FX, which is one product over all glimpses and filters [n, C, B, A].</summary>
    private static string Writes(OnnxGraph graph, DrawModule module, string h, int n)
    {
        DrawShape shape = module.Shape;
        int glimpses = shape.Glimpses, channels = shape.Channels;

        // Batch first. The heads are the smallest tensor that can be transposed for it.
        string heads = graph.Transpose(
            OnnxModel.Layer(graph, module, h, "write.window", "write.patch"), 1, 0, 2); // [n, T, 5 + C·N·N]
        (string fx, string fy, string logGamma) = new OnnxWindow(graph, shape, n).Filterbanks(
            graph.Slice(heads, 2, 0, ModelTensors.WindowSize), rank: 3);
        string patch = graph.Apply("Mul",
            graph.Slice(heads, 2, ModelTensors.WindowSize, shape.PatchSize),
            graph.Apply("Exp", graph.Apply("Neg", logGamma)));

        string rows = graph.Apply("MatMul", graph.Reshape(patch, 0, 0, channels * n, n), fx); // [n, T, C·N, A]
        rows = channels == 1
            ? graph.Reshape(rows, 0, 1, glimpses * n, shape.Width)
            : graph.Reshape(
                graph.Transpose(graph.Reshape(rows, -1, glimpses, channels, n, shape.Width), 0, 2, 1, 3, 4),
                0, 0, glimpses * n, shape.Width);
        string columns = graph.Transpose(graph.Reshape(fy, 0, 1, glimpses * n, shape.Height), 0, 1, 3, 2);
        return graph.Apply("MatMul", columns, rows);
    }

    private static string WholeWrites(OnnxGraph graph, DrawModule module, string h)
    {
        DrawShape shape = module.Shape;
        string written = graph.Sum(OnnxModel.Layer(graph, module, h, "write.patch"), 0, keepsAxis: false);
        return graph.Reshape(written, -1, shape.Channels, shape.Height, shape.Width);
    }
}
