using DrawAot.Manifest;
using DrawAot.Training.Ops.Dense;

namespace DrawAot.Training.Models.Draw;

/// <summary>
/// The weights of a glimpse's four products, and the columns of their inputs and outputs. Inputs are adjacent so that each
/// product reads one contiguous range of them:
/// <code>
/// encoder   [ r | h_enc | 1 | h_dec ]        latent reads [ h_enc | 1 ], heads read [ 1 | h_dec ]
/// decoder   [ z | h_dec | 1 ]
/// </code>
/// Outputs are vectors, each padded: the gates i, f, g, o; μ and log σ; and the heads, which are the write window and patch
/// of this glimpse and the read window of the next.
/// </summary>
internal sealed class DrawLayers : IDisposable
{
    public DrawLayers(DrawShape shape, int threads)
    {
        WeightVector vector = Vector = new WeightVector(shape.Tensors);
        int r = shape.ReadSize, he = shape.EncoderHidden, hd = shape.DecoderHidden, z = shape.Latent;
        (EncoderState, EncoderOne, DecoderHidden) = (r, r + he, r + he + 1);
        (DecoderState, DecoderOne) = (z, z + hd);
        (PaddedEncoder, PaddedDecoder, PaddedLatent) = (NativeTensor.Padded(he), NativeTensor.Padded(hd), NativeTensor.Padded(z));

        Encoder = new DenseWeights(r + he + 1 + hd, ModelTensors.GateCount * PaddedEncoder, threads,
        [
            .. vector.Gates("encoder.weight_ih", he, r + hd, column: 0, r, input: 0),
            .. vector.Gates("encoder.weight_ih", he, r + hd, column: r, hd, DecoderHidden),
            .. vector.Gates("encoder.weight_hh", he, he, column: 0, he, EncoderState),
            .. vector.Gates("encoder.bias", he, 1, column: 0, 1, EncoderOne),
        ]);
        Decoder = new DenseWeights(z + hd + 1, ModelTensors.GateCount * PaddedDecoder, threads,
        [
            .. vector.Gates("decoder.weight_ih", hd, z, column: 0, z, input: 0),
            .. vector.Gates("decoder.weight_hh", hd, hd, column: 0, hd, DecoderState),
            .. vector.Gates("decoder.bias", hd, 1, column: 0, 1, DecoderOne),
        ]);
        Latent = new DenseWeights(he + 1, 2 * PaddedLatent, threads,
        [
            .. vector.Affine("latent.mean", z, he, output: 0, input: 0, one: he),
            .. vector.Affine("latent.log_sigma", z, he, PaddedLatent, input: 0, one: he),
        ]);

        WritePatch = shape.WriteAttention is null ? 0 : ModelTensors.WindowSize;
        ReadWindow = WritePatch + shape.PatchSize;
        List<WeightBlock> heads = [.. vector.Affine("write.patch", shape.PatchSize, hd, WritePatch, input: 1, one: 0)];
        if (shape.WriteAttention is not null)
        {
            heads.AddRange(vector.Affine("write.window", ModelTensors.WindowSize, hd, output: 0, input: 1, one: 0));
        }

        if (shape.ReadAttention is not null)
        {
            heads.AddRange(vector.Affine("read.window", ModelTensors.WindowSize, hd, ReadWindow, input: 1, one: 0));
        }

        Heads = new DenseWeights(1 + hd, ReadWindow + ModelTensors.WindowSize, threads, heads);
    }

    /// <summary>Offset of each tensor in the vector of all weights.</summary>
    public WeightVector Vector { get; }

    public DenseWeights Encoder { get; }

    public DenseWeights Decoder { get; }

    /// <summary>h_enc to μ and log σ.</summary>
    public DenseWeights Latent { get; }

    /// <summary>h_dec to the write window, the patch and the next read window.</summary>
    public DenseWeights Heads { get; }

    /// <summary>Columns of h_enc, 1 and h_dec in the encoder's inputs; r is first.</summary>
    public int EncoderState { get; }

    /// <inheritdoc cref="EncoderState"/>
    public int EncoderOne { get; }

    /// <inheritdoc cref="EncoderState"/>
    public int DecoderHidden { get; }

    /// <summary>Columns of h_dec and 1 in the decoder's inputs; z is first.</summary>
    public int DecoderState { get; }

    /// <inheritdoc cref="DecoderState"/>
    public int DecoderOne { get; }

    /// <summary>Column of the patch in the heads; the write window, if any, is first.</summary>
    public int WritePatch { get; }

    /// <summary>Column of the read window in the heads.</summary>
    public int ReadWindow { get; }

    public int PaddedEncoder { get; }

    public int PaddedDecoder { get; }

    public int PaddedLatent { get; }

    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
        Latent.Dispose();
        Heads.Dispose();
    }
}
