using DrawAot.Manifest;

namespace DrawAot.Bench.Roof;

/// <summary>The phases of sampling and of scoring, each for all glimpses of one picture.</summary>
/// <param name="shape">The model's sizes.</param>
/// <param name="weightSize">Bytes of a weight: 4, 2, or 1 for int8, where what the LSTMs make of latents and hidden states has bytes and all else bfloat16.</param>
/// <param name="tile">Pictures that share one pass over the weights.</param>
internal sealed class Phases(DrawShape shape, int weightSize, int tile)
{
    private readonly int _t = shape.Glimpses;

    /// <summary>Bytes of a weight whose input stays a float.</summary>
    private int LayerWeightSize => Math.Max(weightSize, 2);

    /// <summary>
    /// Of one picture from the prior. Latents are known ahead, so the decoder's input is one product for all glimpses,
    /// and so is what comes behind its last state.
    /// </summary>
    public IReadOnlyList<Phase> OfSample() =>
    [
        new("normals") { Normals = (double)_t * shape.Latent },
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
        new("noise") { Normals = (double)_t * shape.Latent },
        new("error image") { Sigmoids = (double)_t * shape.PixelCount },
        Read(),
        Layer("encoder input", 4 * shape.EncoderHidden, shape.ReadSize, _t, rowsShare: tile > 1),
        Recurrence("encoder recurrence", shape.EncoderHidden, shape.EncoderHidden + shape.DecoderHidden),
        Activations("encoder activations", shape.EncoderHidden),
        Layer("posterior", 2 * shape.Latent, shape.EncoderHidden, _t, rowsShare: tile > 1),
        new("latents") { Exps = 2.0 * _t * shape.Latent },
        DecoderInput("decoder input", _t, rowsShare: tile > 1),
        Recurrence("decoder recurrence", shape.DecoderHidden, shape.DecoderHidden),
        Activations("decoder activations", shape.DecoderHidden),
        Layer("heads", WriteRows + (shape.ReadAttention is null ? 0 : DrawTensors.WindowSize), shape.DecoderHidden, _t, rowsShare: tile > 1),
        Write(),
        new("likelihood") { Exps = 2.0 * shape.PixelCount },
    ];

    /// <summary>Bytes that a glimpse walks through, which decide where they live.</summary>
    public static double WorkingSet(IReadOnlyList<Phase> phases, int glimpses, int tile) =>
        phases.Sum(phase => phase.Bytes) * tile / glimpses;

    private int WriteRows => shape.PatchSize + (shape.WriteAttention is null ? 0 : DrawTensors.WindowSize);

    /// <summary>A layer with these numbers of rows and inputs, for every glimpse.</summary>
    /// <param name="passes">Times that its weights pass by.</param>
    /// <param name="rowsShare">Whether one pass serves several products, so that a weight is widened once for them.</param>
    private Phase Layer(string name, double rows, double inputs, double passes, bool rowsShare)
    {
        double products = _t * rows * inputs, bytes = passes * rows * inputs * LayerWeightSize / tile;
        return LayerWeightSize switch
        {
            sizeof(float) => new Phase(name) { Bytes = bytes, Float32 = products },
            _ when rowsShare => new Phase(name) { Bytes = bytes, Bfloat16Tile = products },
            _ => new Phase(name) { Bytes = bytes, Bfloat16 = products },
        };
    }

    /// <summary>The decoder's input projection W·z.</summary>
    private Phase DecoderInput(string name, double passes, bool rowsShare)
    {
        double rows = 4 * shape.DecoderHidden, inputs = shape.Latent;
        return weightSize == 1
            ? new Phase(name) { Bytes = passes * rows * inputs / tile, Int8 = _t * rows * inputs }
            : Layer(name, rows, inputs, passes, rowsShare);
    }

    /// <summary>What an LSTM makes of hidden states: weights that pass by at every glimpse.</summary>
    private Phase Recurrence(string name, double hidden, double states)
    {
        double weights = 4 * hidden * states, products = _t * weights, bytes = products * weightSize / tile;
        return weightSize switch
        {
            sizeof(float) => new Phase(name) { Bytes = bytes, Float32 = products },
            1 => new Phase(name) { Bytes = bytes, Int8 = products },
            _ when tile > 1 => new Phase(name) { Bytes = bytes, Bfloat16Tile = products },
            _ => new Phase(name) { Bytes = bytes, Bfloat16 = products },
        };
    }

    /// <summary>Three sigmoids and two tangents a unit, of gates that were stored by the product before.</summary>
    private Phase Activations(string name, double hidden) => new(name)
    {
        Bytes = 4 * sizeof(float) * hidden * _t,
        Sigmoids = 3 * hidden * _t,
        Tanhs = 2 * hidden * _t,
    };

    /// <summary>Two filterbanks, w·FX and FYᵀ·(w·FX).</summary>
    private Phase Write()
    {
        double a = shape.Width, b = shape.Height, c = shape.Channels;
        if (shape.WriteAttention is not int n)
        {
            return new Phase("write") { Float32 = 0, Bytes = 2.0 * _t * shape.PixelCount * sizeof(float) };
        }

        return new Phase("filterbanks and write")
        {
            Bytes = 2.0 * _t * shape.PixelCount * sizeof(float),
            Exps = _t * n * (a + b),
            Float32 = _t * (2 * n * (a + b) + c * (n * n * a + n * b * a)),
        };
    }

    /// <summary>Two filterbanks, FY·x and (FY·x)·FXᵀ, of the image and of the error image.</summary>
    private Phase Read()
    {
        double a = shape.Width, b = shape.Height, c = shape.Channels;
        if (shape.ReadAttention is not int n)
        {
            return new Phase("read") { Bytes = 2.0 * _t * shape.PixelCount * sizeof(float) };
        }

        return new Phase("filterbanks and read")
        {
            Bytes = 2.0 * _t * shape.PixelCount * sizeof(float),
            Exps = _t * n * (a + b),
            Float32 = _t * (2 * n * (a + b) + 2 * c * (n * b * a + n * n * a)),
        };
    }
}
