using DrawAot.Manifest;
using static DrawAot.Torch.Onnx.OnnxGraph;

namespace DrawAot.Torch.Onnx;

/// <summary>All of DRAW as an ONNX graph, from images and noise to the two halves of the bound: a <c>Scan</c> over the glimpses.</summary>
internal static class OnnxScorer
{
    public static ModelProto Of(DrawModule module)
    {
        DrawShape shape = module.Shape;
        var graph = new OnnxGraph("scorer");
        string images = graph.Input(OnnxModel.Images, Batch, shape.Channels, shape.Height, shape.Width);
        string noise = graph.Input(OnnxModel.Noise, shape.Glimpses, Batch, shape.Latent);
        string batch = graph.Slice(graph.Apply("Shape", images), 0, 0, 1);
        var encoder = new OnnxLstm(graph, module, "encoder");
        var decoder = new OnnxLstm(graph, module, "decoder");
        (string encoderH, string encoderC) = encoder.Start(batch);
        (string decoderH, string decoderC) = decoder.Start(batch);
        string initial = graph.Floats(
            OnnxModel.Values(module, "canvas.initial"), 1, shape.Channels, shape.Height, shape.Width);
        string start = graph.Apply("Expand", initial, graph.Apply("Shape", images));

        IReadOnlyList<string> outcome = graph.Scan(
            Glimpse(module, encoder, decoder, images), 6, encoderH, encoderC, decoderH, decoderC, start, noise);
        graph.Output(OnnxModel.Reconstruction, Bernoulli(graph, images, outcome[4]), Batch);
        graph.Output(OnnxModel.Divergence, graph.Sum(outcome[5], 0, keepsAxis: false), Batch);
        return graph.ToModel();
    }

    /// <summary>One glimpse: from both states, the canvas and ε to the new ones, and the glimpse's divergence [n].</summary>
    private static OnnxGraph Glimpse(DrawModule module, OnnxLstm encoder, OnnxLstm decoder, string images)
    {
        DrawShape shape = module.Shape;
        var body = new OnnxGraph("glimpse");
        string encoderH = body.Input("encoder_h", 1, Batch, shape.EncoderHidden);
        string encoderC = body.Input("encoder_c", 1, Batch, shape.EncoderHidden);
        string decoderH = body.Input("decoder_h", 1, Batch, shape.DecoderHidden);
        string decoderC = body.Input("decoder_c", 1, Batch, shape.DecoderHidden);
        string canvas = body.Input("canvas", Batch, shape.Channels, shape.Height, shape.Width);
        string epsilon = body.Input("epsilon", Batch, shape.Latent);

        // r = read(x, x̂, h_dec) [n, R], then the encoder on [r, h_dec]
        string h = body.Reshape(decoderH, -1, shape.DecoderHidden);
        string errors = body.Apply("Sub", images, body.Apply("Sigmoid", canvas));
        string read = shape.ReadAttention is int readN
            ? Read(body, module, images, errors, h, readN)
            : body.Concatenate(1, Flat(body, images, shape.PixelCount), Flat(body, errors, shape.PixelCount));
        string seen = body.Reshape(body.Concatenate(1, read, h), 1, -1, shape.ReadSize + shape.DecoderHidden);
        (_, encoderH, encoderC) = encoder.Run(body, seen, encoderH, encoderC);

        // μ, log σ, z = μ + σ·ε, and KL = ½ Σ (μ² + σ² − 2 log σ − 1)
        string posterior = OnnxModel.Layer(
            body, module, body.Reshape(encoderH, -1, shape.EncoderHidden), "latent.mean", "latent.log_sigma");
        string mean = body.Slice(posterior, 1, 0, shape.Latent), logSigma = body.Slice(posterior, 1, shape.Latent, shape.Latent);
        string sigma = body.Apply("Exp", logSigma);
        string z = body.Apply("Add", mean, body.Apply("Mul", sigma, epsilon));
        string squares = body.Apply("Add", body.Apply("Mul", mean, mean), body.Apply("Mul", sigma, sigma));
        string terms = body.Apply("Sub",
            body.Apply("Sub", squares, body.Apply("Mul", logSigma, body.Number(2))), body.Number(1));
        string divergence = body.Apply("Mul", body.Sum(terms, 1, keepsAxis: false), body.Number(0.5f));

        (_, decoderH, decoderC) = decoder.Run(body, body.Reshape(z, 1, -1, shape.Latent), decoderH, decoderC);
        canvas = body.Apply("Add", canvas, Write(body, module, body.Reshape(decoderH, -1, shape.DecoderHidden)));

        body.Output("encoder_h_next", encoderH, 1, Batch, shape.EncoderHidden);
        body.Output("encoder_c_next", encoderC, 1, Batch, shape.EncoderHidden);
        body.Output("decoder_h_next", decoderH, 1, Batch, shape.DecoderHidden);
        body.Output("decoder_c_next", decoderC, 1, Batch, shape.DecoderHidden);
        body.Output("canvas_next", canvas, Batch, shape.Channels, shape.Height, shape.Width);
        body.Output("divergence_of_glimpse", divergence, Batch);
        return body;
    }

    /// <summary>γ·[FY x FXᵀ, FY x̂ FXᵀ] [n, R].</summary>
    private static string Read(OnnxGraph body, DrawModule module, string images, string errors, string h, int n)
    {
        DrawShape shape = module.Shape;
        (string fx, string fy, string logGamma) = new OnnxWindow(body, shape, n).Filterbanks(
            OnnxModel.Layer(body, module, h, "read.window"), rank: 2);
        string patches = OnnxWindow.Read(body, fx, fy, body.Concatenate(1, images, errors));
        return body.Apply("Mul", Flat(body, patches, shape.ReadSize), body.Apply("Exp", logGamma));
    }

    /// <summary>(1/γ)·FYᵀ w FX, or w without attention [n, C, B, A].</summary>
    private static string Write(OnnxGraph body, DrawModule module, string h)
    {
        DrawShape shape = module.Shape;
        if (shape.WriteAttention is not int n)
        {
            return body.Reshape(
                OnnxModel.Layer(body, module, h, "write.patch"), -1, shape.Channels, shape.Height, shape.Width);
        }

        string heads = OnnxModel.Layer(body, module, h, "write.window", "write.patch");
        (string fx, string fy, string logGamma) = new OnnxWindow(body, shape, n).Filterbanks(
            body.Slice(heads, 1, 0, ModelTensors.WindowSize), rank: 2);
        string patch = body.Apply("Mul",
            body.Slice(heads, 1, ModelTensors.WindowSize, shape.PatchSize), body.Apply("Exp", body.Apply("Neg", logGamma)));
        string rows = body.Reshape(
            body.Apply("MatMul", body.Reshape(patch, 0, shape.Channels * n, n), fx), 0, shape.Channels, n, shape.Width);
        string columns = body.Apply("Unsqueeze", body.Transpose(fy, 0, 2, 1), body.Integers(1)); // [n, 1, B, N]
        return body.Apply("MatMul", columns, rows);
    }

    /// <summary>−log p(x | z) from logits: Σ max(c, 0) − c·x + log(1 + e^−|c|) [n].</summary>
    private static string Bernoulli(OnnxGraph graph, string images, string canvas)
    {
        string softened = graph.Apply("Softplus", graph.Apply("Neg", graph.Apply("Abs", canvas)));
        string nats = graph.Apply("Add",
            graph.Apply("Sub", graph.Apply("Relu", canvas), graph.Apply("Mul", canvas, images)), softened);
        return graph.Sum(graph.Reshape(nats, 0, -1), 1, keepsAxis: false);
    }

    private static string Flat(OnnxGraph body, string value, int size) => body.Reshape(value, -1, size);
}
