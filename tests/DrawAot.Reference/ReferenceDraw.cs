using DrawAot.Manifest;

namespace DrawAot.Reference;

/// <summary>
/// DRAW (Gregor, Danihelka, Graves, Rezende and Wierstra, "DRAW: A Recurrent Neural Network For Image Generation",
/// arXiv 1502.04623), in double precision and as plainly as it can be written: one method an equation, under the
/// paper's number, and nothing done to be fast. To understand the model, read this file; to trust any other
/// implementation of it, compare it with this one.
/// </summary>
/// <remarks>
/// <code>
///   x ──┬──► read ─► encoder ─► q(z | x) ─► z ─► decoder ─► write ─► c
///       │     ▲ ▲       ▲                           │                │
///       │     │ └───────┴────────── h_dec ──────────┘                │    × T
///       └─► x̂ = x − σ(c) ◄───────────────────────────────────────────┘
/// </code>
/// Sampling is the right half alone, with z ~ N(0, I); the picture is σ(c_T). Images are A wide and B high with C
/// channels, and lie in arrays in channel, row, column order.
/// </remarks>
/// <param name="shape">The model's sizes.</param>
/// <param name="weights">Its weights, by the names and in the layouts of <see cref="DrawTensors"/>.</param>
public sealed class ReferenceDraw(DrawShape shape, IReadOnlyDictionary<string, float[]> weights)
{
    private readonly int _width = shape.Width, _height = shape.Height, _channels = shape.Channels; // A, B, C

    /// <summary>Draws from latents that the caller chose, one vector for every glimpse.</summary>
    /// <param name="latents">z₁ … z_T; samples of the model come from z ~ N(0, I).</param>
    public IReadOnlyList<DecodedGlimpse> Draw(IReadOnlyList<double[]> latents)
    {
        LstmState decoder = Start("decoder");
        double[] canvas = Doubles("canvas.initial");
        var glimpses = new List<DecodedGlimpse>();
        foreach (double[] z in latents)
        {
            glimpses.Add(Decode(z, decoder, canvas));
            (decoder, canvas) = (glimpses[^1].Decoder, glimpses[^1].Canvas);
        }

        return glimpses;
    }

    /// <summary>Looks at an image and draws it again, with a fresh ε at every glimpse.</summary>
    /// <param name="image">x, each value in [0, 1].</param>
    /// <param name="noise">ε₁ … ε_T ~ N(0, I); z = μ + σ·ε.</param>
    public Inference Infer(double[] image, IReadOnlyList<double[]> noise)
    {
        LstmState encoder = Start("encoder"), decoder = Start("decoder");
        double[] canvas = Doubles("canvas.initial");
        var encoded = new List<EncodedGlimpse>();
        var decoded = new List<DecodedGlimpse>();
        foreach (double[] epsilon in noise)
        {
            encoded.Add(Encode(image, canvas, encoder, decoder.H));
            double[] z = Sample(encoded[^1].Mean, encoded[^1].Sigma, epsilon);
            decoded.Add(Decode(z, decoder, canvas));
            (encoder, decoder, canvas) = (encoded[^1].Encoder, decoded[^1].Decoder, decoded[^1].Canvas);
        }

        return new Inference(encoded, decoded, ReconstructionLoss(image, canvas), LatentLoss(encoded));
    }

    /// <summary>The left half of a glimpse, equations 1 to 5: from the image to the posterior.</summary>
    private EncodedGlimpse Encode(double[] image, double[] canvas, LstmState encoder, double[] decoderHidden)
    {
        double[] error = ErrorImage(image, canvas);
        Window? window = shape.ReadAttention is int n ? WindowOf("read.window", decoderHidden, n) : null;
        double[] read = Read(image, error, window);
        encoder = Lstm("encoder", [.. read, .. decoderHidden], encoder);
        double[] mean = Affine("latent.mean", encoder.H);
        double[] sigma = [.. Affine("latent.log_sigma", encoder.H).Select(Math.Exp)];
        return new EncodedGlimpse(error, window, read, encoder, mean, sigma);
    }

    /// <summary>The right half of a glimpse, equations 7 and 8: from the latent to the canvas.</summary>
    private DecodedGlimpse Decode(double[] z, LstmState decoder, double[] canvas)
    {
        decoder = Lstm("decoder", z, decoder);
        Window? window = shape.WriteAttention is int n ? WindowOf("write.window", decoder.H, n) : null;
        double[] patch = Affine("write.patch", decoder.H);
        double[] written = Write(patch, window);
        return new DecodedGlimpse(z, decoder, window, patch, [.. canvas.Zip(written, (c, w) => c + w)]);
    }

    /// <summary>The error image, equation 3: x̂ = x − σ(c).</summary>
    private static double[] ErrorImage(double[] image, double[] canvas) =>
        [.. image.Zip(canvas, (x, c) => x - Sigmoid(c))];

    /// <summary>A latent of N(μ, σ²), equation 6: z = μ + σ·ε.</summary>
    private static double[] Sample(double[] mean, double[] sigma, double[] epsilon)
    {
        double[] z = new double[mean.Length];
        for (int k = 0; k < z.Length; k++)
        {
            z[k] = mean[k] + sigma[k] * epsilon[k];
        }

        return z;
    }

    /// <summary>An LSTM with forget gates, equations 5 and 7. The rows of its weights are the gates i, f, g and o.</summary>
    private LstmState Lstm(string name, double[] input, LstmState before)
    {
        double[] fromInput = Product(weights[name + ".weight_ih"], input);
        double[] fromHidden = Product(weights[name + ".weight_hh"], before.H);
        float[] bias = weights[name + ".bias"];
        int hidden = before.H.Length;
        double[] h = new double[hidden], c = new double[hidden];
        for (int k = 0; k < hidden; k++)
        {
            double i = Sigmoid(Gate(0, k)), f = Sigmoid(Gate(1, k)), g = Math.Tanh(Gate(2, k)), o = Sigmoid(Gate(3, k));
            c[k] = f * before.C[k] + i * g;
            h[k] = o * Math.Tanh(c[k]);
        }

        return new LstmState(h, c);

        double Gate(int gate, int k)
        {
            int row = gate * hidden + k;
            return fromInput[row] + fromHidden[row] + bias[row];
        }
    }

    /// <summary>Read, equation 17 without and 27 with attention: what is seen of x and then of x̂.</summary>
    private double[] Read(double[] image, double[] error, Window? window) =>
        window is null ? [.. image, .. error] : [.. ReadPatch(image, window), .. ReadPatch(error, window)];

    /// <summary>γ·FY x FXᵀ, every channel with the same filters.</summary>
    private double[] ReadPatch(double[] image, Window window)
    {
        int n = window.N;
        double[] patch = new double[_channels * n * n];
        for (int channel = 0; channel < _channels; channel++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int b = 0; b < _height; b++)
                    {
                        for (int a = 0; a < _width; a++)
                        {
                            sum += window.FY[i, b] * image[(channel * _height + b) * _width + a] * window.FX[j, a];
                        }
                    }

                    patch[(channel * n + i) * n + j] = window.Gamma * sum;
                }
            }
        }

        return patch;
    }

    /// <summary>Write, equation 18 without and 29 with attention: w, or (1/γ)·FYᵀ w FX.</summary>
    private double[] Write(double[] patch, Window? window)
    {
        if (window is null)
        {
            return patch;
        }

        int n = window.N;
        double[] written = new double[shape.PixelCount];
        for (int channel = 0; channel < _channels; channel++)
        {
            for (int b = 0; b < _height; b++)
            {
                for (int a = 0; a < _width; a++)
                {
                    double sum = 0;
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = 0; j < n; j++)
                        {
                            sum += window.FY[i, b] * patch[(channel * n + i) * n + j] * window.FX[j, a];
                        }
                    }

                    written[(channel * _height + b) * _width + a] = sum / window.Gamma;
                }
            }
        }

        return written;
    }

    /// <summary>
    /// The window, equations 21 to 24, from (g̃X, g̃Y, log σ², log δ̃, log γ) = L(h_dec). Reading and writing have
    /// layers of their own.
    /// </summary>
    private Window WindowOf(string layer, double[] decoderHidden, int n)
    {
        double[] parameters = Affine(layer, decoderHidden);
        double gX = (_width + 1) / 2.0 * (parameters[0] + 1);
        double gY = (_height + 1) / 2.0 * (parameters[1] + 1);
        double variance = Math.Exp(parameters[2]);
        double gamma = Math.Exp(parameters[4]);

        // A single filter has no neighbours to keep a distance from: it sits on the centre.
        double delta = n == 1 ? 0 : (Math.Max(_width, _height) - 1.0) / (n - 1) * Math.Exp(parameters[3]);
        return new Window(
            n, gX, gY, delta, variance, gamma, Filterbank(gX, delta, variance, n, _width), Filterbank(gY, delta, variance, n, _height));
    }

    /// <summary>
    /// Gaussian filters, equations 19, 20, 25 and 26. Filters i = 1…N and pixels a = 1…A are counted as in the paper;
    /// only the array counts from 0. A filter too far outside to see a pixel fades, instead of being blown up.
    /// </summary>
    private static double[,] Filterbank(double g, double delta, double variance, int n, int size)
    {
        double[,] filters = new double[n, size];
        for (int i = 1; i <= n; i++)
        {
            double mean = g + (i - n / 2.0 - 0.5) * delta;
            double sum = 0;
            for (int a = 1; a <= size; a++)
            {
                filters[i - 1, a - 1] = Math.Exp(-(a - mean) * (a - mean) / (2 * variance));
                sum += filters[i - 1, a - 1];
            }

            for (int a = 1; a <= size; a++)
            {
                filters[i - 1, a - 1] /= Math.Max(sum, 1e-8);
            }
        }

        return filters;
    }

    /// <summary>L_x, equation 9, in nats: −log of the Bernoulli probability of x under σ(c_T), from the logits.</summary>
    private static double ReconstructionLoss(double[] image, double[] canvas) =>
        image.Zip(canvas, (x, c) => Math.Max(c, 0) - c * x + Math.Log(1 + Math.Exp(-Math.Abs(c)))).Sum();

    /// <summary>L_z, equation 10, in nats: KL(q ‖ N(0, I)), summed over all glimpses and all dimensions.</summary>
    private static double LatentLoss(IEnumerable<EncodedGlimpse> glimpses) =>
        glimpses.Sum(glimpse => glimpse.Mean.Zip(glimpse.Sigma, Divergence).Sum());

    /// <summary>
    /// KL(N(μ, σ²) ‖ N(0, 1)) of one dimension at one glimpse, equation 11. The paper takes the −½ out of its sum, where it
    /// is easily miscounted.
    /// </summary>
    private static double Divergence(double mu, double sigma) =>
        0.5 * (mu * mu + sigma * sigma - Math.Log(sigma * sigma) - 1);

    /// <summary>The state before the first glimpse: h₀ is learned, and the cells are empty.</summary>
    private LstmState Start(string name)
    {
        double[] h = Doubles(name + ".h0");
        return new LstmState(h, new double[h.Length]);
    }

    /// <summary>L(·), an affine map: W·x + b.</summary>
    private double[] Affine(string layer, double[] input) =>
        [.. Product(weights[layer + ".weight"], input).Zip(weights[layer + ".bias"], (product, b) => product + b)];

    /// <summary>W·x, where the rows of W are outputs.</summary>
    private static double[] Product(float[] matrix, double[] input)
    {
        double[] output = new double[matrix.Length / input.Length];
        for (int row = 0; row < output.Length; row++)
        {
            for (int k = 0; k < input.Length; k++)
            {
                output[row] += matrix[row * input.Length + k] * input[k];
            }
        }

        return output;
    }

    private double[] Doubles(string name) => [.. weights[name].Select(weight => (double)weight)];

    /// <summary>σ(a) = 1 / (1 + e^−a).</summary>
    public static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));
}
