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
    private readonly DrawShape _shape;
    private readonly Dictionary<string, int> _places = [];

    public DrawLayers(DrawShape shape, int threads)
    {
        _shape = shape;
        foreach (DrawTensor tensor in DrawTensors.Of(shape))
        {
            _places.Add(tensor.Name, Parameters);
            Parameters = checked(Parameters + tensor.Shape.Aggregate((product, size) => product * size));
        }

        int r = shape.ReadSize, he = shape.EncoderHidden, hd = shape.DecoderHidden, z = shape.Latent;
        (EncoderState, EncoderOne, DecoderHidden) = (r, r + he, r + he + 1);
        (DecoderState, DecoderOne) = (z, z + hd);
        (PaddedEncoder, PaddedDecoder, PaddedLatent) = (NativeTensor.Padded(he), NativeTensor.Padded(hd), NativeTensor.Padded(z));

        Encoder = new DenseWeights(r + he + 1 + hd, DrawTensors.GateCount * PaddedEncoder, threads,
        [
            .. Gates("encoder.weight_ih", he, r + hd, column: 0, r, input: 0),
            .. Gates("encoder.weight_ih", he, r + hd, column: r, hd, DecoderHidden),
            .. Gates("encoder.weight_hh", he, he, column: 0, he, EncoderState),
            .. Gates("encoder.bias", he, 1, column: 0, 1, EncoderOne),
        ]);
        Decoder = new DenseWeights(z + hd + 1, DrawTensors.GateCount * PaddedDecoder, threads,
        [
            .. Gates("decoder.weight_ih", hd, z, column: 0, z, input: 0),
            .. Gates("decoder.weight_hh", hd, hd, column: 0, hd, DecoderState),
            .. Gates("decoder.bias", hd, 1, column: 0, 1, DecoderOne),
        ]);
        Latent = new DenseWeights(he + 1, 2 * PaddedLatent, threads,
        [
            .. Affine("latent.mean", z, he, output: 0, input: 0, one: he),
            .. Affine("latent.log_sigma", z, he, PaddedLatent, input: 0, one: he),
        ]);

        WritePatch = shape.WriteAttention is null ? 0 : DrawTensors.WindowSize;
        ReadWindow = WritePatch + shape.PatchSize;
        List<WeightBlock> heads = [.. Affine("write.patch", shape.PatchSize, hd, WritePatch, input: 1, one: 0)];
        if (shape.WriteAttention is not null)
        {
            heads.AddRange(Affine("write.window", DrawTensors.WindowSize, hd, output: 0, input: 1, one: 0));
        }

        if (shape.ReadAttention is not null)
        {
            heads.AddRange(Affine("read.window", DrawTensors.WindowSize, hd, ReadWindow, input: 1, one: 0));
        }

        Heads = new DenseWeights(1 + hd, ReadWindow + DrawTensors.WindowSize, threads, heads);
    }

    /// <summary>Numbers in all tensors.</summary>
    public int Parameters { get; }

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

    /// <summary>A tensor's numbers in the vector of all of them.</summary>
    public ReadOnlySpan<float> Values(ReadOnlySpan<float> all, string name, int count) => all.Slice(_places[name], count);

    /// <inheritdoc cref="Values(ReadOnlySpan{float}, string, int)"/>
    public Span<float> Values(Span<float> all, string name, int count) => all.Slice(_places[name], count);

    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
        Latent.Dispose();
        Heads.Dispose();
    }

    /// <summary>Some columns of the four gates' weights.</summary>
    private IEnumerable<WeightBlock> Gates(string name, int hidden, int columns, int column, int inputs, int input) =>
        Enumerable.Range(0, DrawTensors.GateCount).Select(gate => new WeightBlock(
            _places[name] + gate * hidden * columns + column, columns, hidden, gate * NativeTensor.Padded(hidden), inputs, input));

    private IEnumerable<WeightBlock> Affine(string name, int outputs, int inputs, int output, int input, int one) =>
    [
        new(_places[name + ".weight"], inputs, outputs, output, inputs, input),
        new(_places[name + ".bias"], 1, outputs, output, 1, one),
    ];
}
