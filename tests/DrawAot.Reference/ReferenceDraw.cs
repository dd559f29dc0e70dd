using DrawAot.Manifest;

namespace DrawAot.Reference;

/// <summary>
/// DRAW (Gregor, Danihelka, Graves, Rezende and Wierstra, "DRAW: A Recurrent Neural Network For Image Generation",
/// arXiv 1502.04623), in double precision and as plainly as it can be written: one method an equation, under the
/// paper's number, and nothing done to be fast. To understand the model, read this file and <see cref="ReferenceOperations"/>; to
/// trust any other implementation of it, compare it with this one.
/// </summary>
/// <remarks>
/// <code>
///   x ──┬──► read ─► encoder ─► q(z | x) ─► z ─► decoder ─► write ─► c
///       │     ▲ ▲       ▲                           │                │
///       │     │ └───────┴────────── h_dec ──────────┘                │    × T
///       └─► x̂ = x − σ(c) ◄───────────────────────────────────────────┘
/// </code>
/// Sampling is the decoder alone, with z ~ N(0, I); the picture is σ(c_T). Images are A wide and B high with C
/// channels, and lie in arrays in channel, row, column order.
/// </remarks>
/// <param name="shape">The model's sizes.</param>
/// <param name="weights">Its weights, by the names and in the layouts of <see cref="DrawTensors"/>.</param>
public sealed class ReferenceDraw(DrawShape shape, IReadOnlyDictionary<string, float[]> weights) : ReferenceOperations(shape, weights)
{
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

    /// <summary>Encodes an image and draws it again, with a fresh ε at every glimpse.</summary>
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

    /// <summary>The encoding half of a glimpse, equations 1 to 5: from the image to the posterior.</summary>
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

    /// <summary>The decoding half of a glimpse, equations 7 and 8: from the latent to the canvas.</summary>
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

    /// <summary>Read, equation 17 without and 27 with attention: what is seen of x and then of x̂.</summary>
    private double[] Read(double[] image, double[] error, Window? window) =>
        window is null ? [.. image, .. error] : [.. ReadPatch(image, window), .. ReadPatch(error, window)];

    /// <summary>Write, equation 18 without and 29 with attention: w, or (1/γ)·FYᵀ w FX.</summary>
    private double[] Write(double[] patch, Window? window)
    {
        if (window is null)
        {
            return patch;
        }

        int n = window.N;
        double[] written = new double[shape.PixelCount];
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int b = 0; b < Height; b++)
            {
                for (int a = 0; a < Width; a++)
                {
                    double sum = 0;
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = 0; j < n; j++)
                        {
                            sum += window.FY[i, b] * patch[(channel * n + i) * n + j] * window.FX[j, a];
                        }
                    }

                    written[(channel * Height + b) * Width + a] = sum / window.Gamma;
                }
            }
        }

        return written;
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
}
