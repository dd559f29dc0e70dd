using DrawAot.Manifest;

namespace DrawAot.Bench.Roof;

/// <summary>The phases of sampling and of scoring with DRAW.</summary>
/// <param name="shape">The model's sizes.</param>
/// <param name="weightSize">Bytes of a weight, as <see cref="Phases"/> takes it.</param>
/// <param name="sharing">Pictures that share one pass over the weights.</param>
internal sealed class DrawPhases(DrawShape shape, int weightSize, int sharing) : Phases(shape, weightSize, sharing)
{
    /// <summary>
    /// Of one picture from the prior. Latents are known ahead, so the decoder's input is one product for all glimpses,
    /// and so are the heads after its last state.
    /// </summary>
    public IReadOnlyList<Phase> OfSample() =>
    [
        new("normals") { Normals = (double)shape.Glimpses * shape.Latent },
        DecoderInput("input product", passes: 1, rowsShare: true),
        Recurrence("recurrence", shape.DecoderHidden, shape.DecoderHidden),
        Activations("activations", shape.DecoderHidden),
        Layer("heads", WriteRows, shape.DecoderHidden, passes: 1, rowsShare: true),
        Write(),
        new("picture") { Sigmoids = shape.PixelCount },
    ];

    /// <summary>Of the bound of one image, where every glimpse waits for the one before.</summary>
    public IReadOnlyList<Phase> OfScore() =>
    [
        new("noise") { Normals = (double)shape.Glimpses * shape.Latent },
        new("error image") { Sigmoids = (double)shape.Glimpses * shape.PixelCount },
        Read(shape.ReadAttention, images: 2),
        Layer("encoder input", 4 * shape.EncoderHidden, shape.ReadSize, shape.Glimpses, rowsShare: IsBatch),
        Recurrence("encoder recurrence", shape.EncoderHidden, shape.EncoderHidden + shape.DecoderHidden),
        Activations("encoder activations", shape.EncoderHidden),
        Layer("posterior", 2 * shape.Latent, shape.EncoderHidden, shape.Glimpses, rowsShare: IsBatch),
        new("latents") { Exps = 2.0 * shape.Glimpses * shape.Latent },
        DecoderInput("decoder input", shape.Glimpses, rowsShare: IsBatch),
        Recurrence("decoder recurrence", shape.DecoderHidden, shape.DecoderHidden),
        Activations("decoder activations", shape.DecoderHidden),
        Layer("heads", WriteRows + (shape.ReadAttention is null ? 0 : ModelTensors.WindowSize), shape.DecoderHidden, shape.Glimpses, rowsShare: IsBatch),
        Write(),
        new("likelihood") { Exps = 2.0 * shape.PixelCount },
    ];

    private int WriteRows => shape.PatchSize + (shape.WriteAttention is null ? 0 : ModelTensors.WindowSize);

    /// <summary>The decoder's input projection W·z.</summary>
    private Phase DecoderInput(string name, double passes, bool rowsShare)
    {
        double rows = 4 * shape.DecoderHidden, inputs = shape.Latent;
        return WeightSize == 1
            ? new Phase(name) { Bytes = passes * rows * inputs / Sharing, Int8 = shape.Glimpses * rows * inputs }
            : Layer(name, rows, inputs, passes, rowsShare);
    }

    /// <summary>Two filterbanks, w·FX and FYᵀ·(w·FX).</summary>
    private Phase Write()
    {
        double a = shape.Width, b = shape.Height, c = shape.Channels;
        if (shape.WriteAttention is not int n)
        {
            return new Phase("write") { Float32 = 0, Bytes = 2.0 * shape.Glimpses * shape.PixelCount * sizeof(float) };
        }

        return new Phase("filterbanks and write")
        {
            Bytes = 2.0 * shape.Glimpses * shape.PixelCount * sizeof(float),
            Exps = shape.Glimpses * n * (a + b),
            Float32 = shape.Glimpses * (2 * n * (a + b) + c * (n * n * a + n * b * a)),
        };
    }
}
