using DrawAot.Manifest;

namespace DrawAot.Training;

/// <summary>
/// The four products of a glimpse and where their inputs and outputs lie. Inputs lie side by side so that each product
/// reads one stretch of them:
/// <code>
/// encoder   [ r | h_enc | 1 | h_dec ]        latent reads [ h_enc | 1 ], heads read [ 1 | h_dec ]
/// decoder   [ z | h_dec | 1 ]
/// </code>
/// Outputs are vectors, each padded: the gates i, f, g, o; μ and log σ; and the heads, which are the write window and patch
/// of this glimpse and the read window of the next.
/// </summary>
internal sealed class Layers : IDisposable
{
    private readonly DrawShape _shape;
    private readonly Dictionary<string, int> _places = [];

    public Layers(DrawShape shape, int threads)
    {
        _shape = shape;
        foreach (DrawTensor tensor in DrawTensors.Of(shape))
        {
            _places.Add(tensor.Name, Parameters);
            Parameters = checked(Parameters + tensor.Shape.Aggregate((product, size) => product * size));
        }

        int r = shape.ReadSize, he = shape.EncoderHidden, hd = shape.DecoderHidden, z = shape.Latent;
        (EncoderState, EncoderOne, DecoderHiddenAt) = (r, r + he, r + he + 1);
        (DecoderState, DecoderOne) = (z, z + hd);
        (PaddedEncoder, PaddedDecoder, PaddedLatent) = (Block.Padded(he), Block.Padded(hd), Block.Padded(z));

        Encoder = new Layer(r + he + 1 + hd, DrawTensors.GateCount * PaddedEncoder, threads,
        [
            .. Gates("encoder.weight_ih", he, r + hd, column: 0, r, input: 0),
            .. Gates("encoder.weight_ih", he, r + hd, column: r, hd, DecoderHiddenAt),
            .. Gates("encoder.weight_hh", he, he, column: 0, he, EncoderState),
            .. Gates("encoder.bias", he, 1, column: 0, 1, EncoderOne),
        ]);
        Decoder = new Layer(z + hd + 1, DrawTensors.GateCount * PaddedDecoder, threads,
        [
            .. Gates("decoder.weight_ih", hd, z, column: 0, z, input: 0),
            .. Gates("decoder.weight_hh", hd, hd, column: 0, hd, DecoderState),
            .. Gates("decoder.bias", hd, 1, column: 0, 1, DecoderOne),
        ]);
        Latent = new Layer(he + 1, 2 * PaddedLatent, threads,
        [
            .. Affine("latent.mean", z, he, output: 0, input: 0, one: he),
            .. Affine("latent.log_sigma", z, he, PaddedLatent, input: 0, one: he),
        ]);

        WritePatch = shape.WriteAttention is null ? 0 : DrawTensors.WindowSize;
        ReadWindow = WritePatch + shape.PatchSize;
        List<LayerPart> heads = [.. Affine("write.patch", shape.PatchSize, hd, WritePatch, input: 1, one: 0)];
        if (shape.WriteAttention is not null)
        {
            heads.AddRange(Affine("write.window", DrawTensors.WindowSize, hd, output: 0, input: 1, one: 0));
        }

        if (shape.ReadAttention is not null)
        {
            heads.AddRange(Affine("read.window", DrawTensors.WindowSize, hd, ReadWindow, input: 1, one: 0));
        }

        Heads = new Layer(1 + hd, ReadWindow + DrawTensors.WindowSize, threads, heads);
    }

    /// <summary>Numbers in all tensors.</summary>
    public int Parameters { get; }

    public Layer Encoder { get; }

    public Layer Decoder { get; }

    /// <summary>h_enc to μ and log σ.</summary>
    public Layer Latent { get; }

    /// <summary>h_dec to the write window, the patch and the next read window.</summary>
    public Layer Heads { get; }

    /// <summary>Where h_enc, 1 and h_dec stand among the encoder's inputs; r is first.</summary>
    public int EncoderState { get; }

    /// <inheritdoc cref="EncoderState"/>
    public int EncoderOne { get; }

    /// <inheritdoc cref="EncoderState"/>
    public int DecoderHiddenAt { get; }

    /// <summary>Where h_dec and 1 stand among the decoder's inputs; z is first.</summary>
    public int DecoderState { get; }

    /// <inheritdoc cref="DecoderState"/>
    public int DecoderOne { get; }

    /// <summary>Where the patch stands among the heads; the write window, if any, is first.</summary>
    public int WritePatch { get; }

    /// <summary>Where the read window stands among the heads.</summary>
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
    private IEnumerable<LayerPart> Gates(string name, int hidden, int columns, int column, int inputs, int input) =>
        Enumerable.Range(0, DrawTensors.GateCount).Select(gate => new LayerPart(
            _places[name] + gate * hidden * columns + column, columns, hidden, gate * Block.Padded(hidden), inputs, input));

    private IEnumerable<LayerPart> Affine(string name, int outputs, int inputs, int output, int input, int one) =>
    [
        new(_places[name + ".weight"], inputs, outputs, output, inputs, input),
        new(_places[name + ".bias"], 1, outputs, output, 1, one),
    ];
}
