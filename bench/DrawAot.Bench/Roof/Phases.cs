using DrawAot.Manifest;

namespace DrawAot.Bench.Roof;

/// <summary>The phases that models are made of, each for all glimpses of one picture.</summary>
/// <param name="shape">The model's sizes.</param>
/// <param name="weightSize">Bytes of a weight: 4, 2, or 1 for int8, where the LSTMs' products with latents and hidden states use bytes and all others bfloat16.</param>
/// <param name="sharing">Pictures that share one pass over the weights.</param>
internal abstract class Phases(ModelShape shape, int weightSize, int sharing)
{
    private readonly int _t = shape.Glimpses;

    /// <summary>Bytes of a weight.</summary>
    protected int WeightSize => weightSize;

    /// <summary>Whether one pass over the weights serves several pictures, so that a weight is widened once for them.</summary>
    protected bool IsBatch => sharing > 1;

    /// <summary>Pictures that share one pass over the weights.</summary>
    protected int Sharing => sharing;

    /// <summary>Bytes of a weight whose input stays a float.</summary>
    private int LayerWeightSize => Math.Max(weightSize, 2);

    /// <summary>Bytes that a glimpse reads in each phase, in order; their sum decides which cache holds them.</summary>
    public static IReadOnlyList<double> BytesOfGlimpse(IReadOnlyList<Phase> phases, int glimpses, int sharing) =>
        [.. phases.Select(phase => phase.Bytes * sharing / glimpses)];

    /// <summary>A layer with these numbers of rows and inputs, for every glimpse.</summary>
    /// <param name="passes">Times that its weights pass by.</param>
    /// <param name="rowsShare">Whether one pass serves several products, so that a weight is widened once for them.</param>
    protected Phase Layer(string name, double rows, double inputs, double passes, bool rowsShare)
    {
        double products = _t * rows * inputs, bytes = passes * rows * inputs * LayerWeightSize / sharing;
        return LayerWeightSize switch
        {
            sizeof(float) => new Phase(name) { Bytes = bytes, Float32 = products },
            _ when rowsShare => new Phase(name) { Bytes = bytes, Bfloat16Tile = products },
            _ => new Phase(name) { Bytes = bytes, Bfloat16 = products },
        };
    }

    /// <summary>The recurrent product of an LSTM, whose weights are read at every glimpse.</summary>
    protected Phase Recurrence(string name, double hidden, double states)
    {
        double weights = 4 * hidden * states, products = _t * weights, bytes = products * weightSize / sharing;
        return weightSize switch
        {
            sizeof(float) => new Phase(name) { Bytes = bytes, Float32 = products },
            1 => new Phase(name) { Bytes = bytes, Int8 = products },
            _ when sharing > 1 => new Phase(name) { Bytes = bytes, Bfloat16Tile = products },
            _ => new Phase(name) { Bytes = bytes, Bfloat16 = products },
        };
    }

    /// <summary>Three sigmoids and two tangents a unit, of gates that the preceding product stored.</summary>
    protected Phase Activations(string name, double hidden) => new(name)
    {
        Bytes = 4 * sizeof(float) * hidden * _t,
        Sigmoids = 3 * hidden * _t,
        Tanhs = 2 * hidden * _t,
    };

    /// <summary>Two filterbanks, and FY·x and (FY·x)·FXᵀ of some images.</summary>
    /// <param name="filters">N; null to read the images whole.</param>
    /// <param name="images">How many images are read: DRAW's x and x̂, a classifier's x.</param>
    protected Phase Read(int? filters, int images)
    {
        double a = shape.Width, b = shape.Height, c = shape.Channels;
        if (filters is not int n)
        {
            return new Phase("read") { Bytes = (double)images * _t * shape.PixelCount * sizeof(float) };
        }

        return new Phase("filterbanks and read")
        {
            Bytes = (double)images * _t * shape.PixelCount * sizeof(float),
            Exps = _t * n * (a + b),
            Float32 = _t * (2 * n * (a + b) + images * c * (n * b * a + n * n * a)),
        };
    }
}
