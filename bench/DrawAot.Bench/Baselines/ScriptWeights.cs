using DrawAot.Manifest;
using DrawAot.Torch;
using static TorchSharp.torch;

namespace DrawAot.Bench.Baselines;

/// <summary>A model's weights as <see cref="DrawScript"/> takes them, in the order of its parameters.</summary>
internal sealed class ScriptWeights : IDisposable
{
    public ScriptWeights(DrawModule module, int count)
    {
        DrawShape shape = module.Shape;
        if (shape is not { Channels: 1, ReadAttention: int read, WriteAttention: int write } || shape.Width != shape.Height)
        {
            throw new NotSupportedException("The script draws square images of one channel through windows.");
        }

        (Tensor writeWeight, Tensor writeBias) = module.Stack("write.window", "write.patch");
        (Tensor readWeight, Tensor readBias) = module.Stack("read.window");
        (Tensor latentWeight, Tensor latentBias) = module.Stack("latent.mean", "latent.log_sigma");
        Tensor h = Expanded("decoder.h0", count, shape.DecoderHidden);
        Decoder =
        [
            h, zeros_like(h), Expanded("canvas.initial", count, shape.Height, shape.Width),
            Gates("decoder"), GatesLast(module["decoder.bias"]),
            writeWeight, writeBias, Offsets(shape, write), arange(shape.Width, dtype: float32),
        ];
        Encoder =
        [
            Expanded("encoder.h0", count, shape.EncoderHidden), Gates("encoder"), GatesLast(module["encoder.bias"]),
            latentWeight, latentBias, readWeight, readBias, Offsets(shape, read),
        ];

        Tensor Expanded(string name, params long[] size) => module[name].view([1, .. size[1..]]).expand(size).contiguous();

        Tensor Gates(string lstm) =>
            GatesLast(cat([module[lstm + ".weight_ih"], module[lstm + ".weight_hh"]], 1)).t();
    }

    /// <summary>h₀, zero and c₀; the LSTM; the write layer; its filters' places along the stride; the pixels.</summary>
    public Tensor[] Decoder { get; }

    /// <summary>h₀; the LSTM; the posterior's layer; the read layer; its filters' places along the stride.</summary>
    public Tensor[] Encoder { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in Decoder.Concat(Encoder))
        {
            tensor.Dispose();
        }
    }

    /// <summary>(i − N/2 + 0.5)·(max(A, B) − 1)/(N − 1) [N, 1].</summary>
    public static Tensor Offsets(ModelShape shape, int n) =>
        ((arange(n, dtype: float32) - (n / 2.0 - 0.5)) * (n == 1 ? 0 : (shape.Width - 1.0) / (n - 1))).view(n, 1);

    /// <summary>Rows i, f, g, o reordered to i, f, o, g, so that one sigmoid serves three gates.</summary>
    public static Tensor GatesLast(Tensor rows)
    {
        Tensor[] gates = rows.chunk(ModelTensors.GateCount, 0);
        return cat([gates[0], gates[1], gates[3], gates[2]], 0);
    }
}
