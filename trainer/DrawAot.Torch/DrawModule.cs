using DrawAot.Manifest;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>
/// DRAW (Gregor et al. 2015) as a TorchSharp module. Its parameters carry the names and layouts of
/// <see cref="DrawTensors"/>, so that <c>state_dict</c> and the exported weights are one and the same.
/// </summary>
/// <remarks>
/// <code>
///        x ─► read ─► encoder ─► q(z | x) ─► z ─► decoder ─► write ─► c ─► σ(c_T) ≈ x
///              ▲          ▲                          │                │
///              └──────────┴──── h_dec of the last glimpse ◄───────────┘   × T
/// </code>
/// The number of glimpses is no property of the weights: a module trained at one T can go on at another.
/// </remarks>
public sealed class DrawModule : ModelModule
{
    /// <summary>Creates a module whose parameters are drawn as <see cref="DrawInitialiser"/> says.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="seed">Seeds the initial weights, which do not depend on the device.</param>
    /// <param name="device">Where its tensors are; the CPU when left out.</param>
    public DrawModule(DrawShape shape, long seed = 0, Device? device = null)
        : base("draw", shape, (tensor, generator) => DrawInitialiser.Create(tensor, shape, generator), seed, device) => Shape = shape;

    /// <summary>The model's sizes.</summary>
    public DrawShape Shape { get; }

    /// <summary>Infers the latents of images through all glimpses, and draws from them.</summary>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    /// <param name="noise">ε ~ N(0, 1) [T, n, Z], fresh at every glimpse; z = μ + σ·ε.</param>
    /// <returns>The last canvas and the posterior of every glimpse.</returns>
    public Inference Infer(Tensor images, Tensor noise)
    {
        var posteriors = new Tensor[noise.shape[0]];
        Tensor? canvas = null;
        int t = 0;
        foreach (Glimpse glimpse in EncodeAndDecode(images, noise))
        {
            (posteriors[t++], canvas) = (glimpse.Posterior, glimpse.WriteOutput.Canvas);
        }

        Tensor[] moments = stack(posteriors).chunk(2, 2);
        return new Inference(canvas!, moments[0], moments[1]);
    }

    /// <summary>Infers glimpse by glimpse, with all intermediates between image and canvas.</summary>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    /// <param name="noise">ε [T, n, Z].</param>
    internal IEnumerable<Glimpse> EncodeAndDecode(Tensor images, Tensor noise)
    {
        long count = images.shape[0], glimpses = noise.shape[0];
        var decoder = new TorchLstmCell(this, "decoder");
        var encoder = new TorchLstmCell(this, "encoder");
        var write = new WriteOp(this);
        var read = new ReadOp(this, Shape.ReadAttention);
        (Tensor latentWeight, Tensor latentBias) = Stack("latent.mean", "latent.log_sigma");

        LstmState encoded = encoder.Start(count), decoded = decoder.Start(count);
        Tensor canvas = write.Start(count);
        for (int t = 0; t < glimpses; t++)
        {
            Tensor errors = images - canvas.sigmoid();
            ReadOutput readOutput = read.Read(decoded.H, images, errors);
            encoded = encoder.Step(encoded, readOutput.Read, decoded.H);
            Tensor posterior = addmm(latentBias, encoded.H, latentWeight, 1, 1);
            Tensor[] moments = posterior.chunk(2, 1);
            Tensor z = addcmul(moments[0], moments[1].exp(), noise[t], 1);
            decoded = decoder.Step(decoded, z);
            WriteOutput writeOutput = write.Write(canvas, decoded.H);
            canvas = writeOutput.Canvas;
            yield return new Glimpse(errors, readOutput, encoded, posterior, z, decoded, writeOutput);
        }
    }

    /// <summary>Draws from the caller's latents, by the decoder alone.</summary>
    /// <param name="latents">z [T, n, Z]; samples of the model come from z ~ N(0, I).</param>
    /// <returns>The last canvas c_T [n, C, B, A], as logits.</returns>
    public Tensor Draw(Tensor latents)
    {
        long count = latents.shape[1], glimpses = latents.shape[0];
        var decoder = new TorchLstmCell(this, "decoder");
        var write = new WriteOp(this);
        LstmState decoded = decoder.Start(count);
        Tensor canvas = write.Start(count);
        for (int t = 0; t < glimpses; t++)
        {
            decoded = decoder.Step(decoded, latents[t]);
            canvas = write.Write(canvas, decoded.H).Canvas;
        }

        return canvas;
    }
}

/// <summary>The model's output for a batch of images.</summary>
/// <param name="Canvas">The last canvas c_T [n, C, B, A], as logits.</param>
/// <param name="Mean">μ of every glimpse's posterior [T, n, Z].</param>
/// <param name="LogSigma">log σ of every glimpse's posterior [T, n, Z].</param>
public readonly record struct Inference(Tensor Canvas, Tensor Mean, Tensor LogSigma)
{
    /// <summary>−log p(x | z) in nats [n]: Bernoulli, from logits (the paper's L_x).</summary>
    public Tensor Reconstruction(Tensor images) =>
        nn.functional.binary_cross_entropy_with_logits(Canvas, images, reduction: nn.Reduction.None).sum([1, 2, 3]);

    /// <summary>KL(q ‖ N(0, I)) in nats, summed over glimpses and dimensions [n] (the paper's L_z).</summary>
    public Tensor Divergence() => 0.5 * (Mean.square() + (2 * LogSigma).exp() - 2 * LogSigma - 1).sum([0, 2]);
}
