namespace DrawAot.Reference;

/// <summary>The intermediates of a glimpse between the image and the posterior.</summary>
/// <param name="ErrorImage">x̂ [C, B, A].</param>
/// <param name="Window">Where it looks; null when it sees the whole image.</param>
/// <param name="Read">r: what it sees of x and then of x̂ [R].</param>
/// <param name="Encoder">The encoder's new state [He].</param>
/// <param name="Mean">μ of the posterior [Z].</param>
/// <param name="Sigma">σ of the posterior [Z].</param>
public sealed record EncodedGlimpse(
    double[] ErrorImage, Window? Window, double[] Read, LstmState Encoder, double[] Mean, double[] Sigma);

/// <summary>The intermediates of a glimpse between the latent and the canvas.</summary>
/// <param name="Z">z [Z].</param>
/// <param name="Decoder">The decoder's new state [Hd].</param>
/// <param name="Window">Where it writes; null when it writes on the whole canvas.</param>
/// <param name="Patch">w [C, N, N] or [C, B, A].</param>
/// <param name="Canvas">c after it [C, B, A], logits.</param>
public sealed record DecodedGlimpse(double[] Z, LstmState Decoder, Window? Window, double[] Patch, double[] Canvas)
{
    /// <summary>The picture so far, σ(c).</summary>
    public double[] Picture => [.. Canvas.Select(ReferenceDraw.Sigmoid)];
}

/// <summary>The intermediates of a classifier's glimpse.</summary>
/// <param name="Window">Where it reads.</param>
/// <param name="Read">r: what it reads of x [R].</param>
/// <param name="Lstm">The LSTM's new state [H].</param>
/// <param name="Logits">The class logits of that state [K].</param>
/// <param name="Probabilities">Their softmax [K].</param>
public sealed record ClassifierGlimpse(Window Window, double[] Read, LstmState Lstm, double[] Logits, double[] Probabilities);

/// <summary>A grid of N×N Gaussian filters, placed in pixels that are counted from 1.</summary>
/// <param name="N">Filters along a side.</param>
/// <param name="GX">Column of the centre.</param>
/// <param name="GY">Row of the centre.</param>
/// <param name="Delta">δ, the distance between neighbours.</param>
/// <param name="Variance">σ² of each filter.</param>
/// <param name="Gamma">γ, the intensity.</param>
/// <param name="FX">Filters over columns [N, A].</param>
/// <param name="FY">Filters over rows [N, B].</param>
public sealed record Window(
    int N, double GX, double GY, double Delta, double Variance, double Gamma, double[,] FX, double[,] FY);

/// <summary>State of an LSTM.</summary>
/// <param name="H">Output h.</param>
/// <param name="C">Cell c.</param>
public sealed record LstmState(double[] H, double[] C);

/// <summary>The inference of an image.</summary>
/// <param name="Encoded">The encoding half of every glimpse.</param>
/// <param name="Decoded">The decoding half of every glimpse.</param>
/// <param name="ReconstructionLoss">L_x in nats.</param>
/// <param name="LatentLoss">L_z in nats.</param>
public sealed record Inference(
    IReadOnlyList<EncodedGlimpse> Encoded, IReadOnlyList<DecodedGlimpse> Decoded, double ReconstructionLoss, double LatentLoss)
{
    /// <summary>L = L_x + L_z, equation 12: an upper bound on −log p(x), in nats.</summary>
    public double Loss => ReconstructionLoss + LatentLoss;
}
