using DrawAot.Manifest;
using TorchSharp;
using TorchSharp.Modules;
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
public sealed class DrawModule : nn.Module
{
    private readonly Dictionary<string, Parameter> _byName = [];

    /// <summary>Creates a module whose parameters are drawn as <see cref="DrawInitialiser"/> says.</summary>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="seed">Seeds the initial weights, which do not depend on the device.</param>
    /// <param name="device">Where its tensors are; the CPU when left out.</param>
    public DrawModule(DrawShape shape, long seed = 0, Device? device = null)
        : base("draw")
    {
        Shape = shape;
        Device = device ?? CPU;
        using Generator generator = new((ulong)seed);
        var branches = new Dictionary<string, Branch>();
        foreach (DrawTensor tensor in DrawTensors.Of(shape))
        {
            var parameter = new Parameter(DrawInitialiser.Create(tensor, shape, generator).to(Device));
            _byName.Add(tensor.Name, parameter);
            Plant(branches, tensor.Name, parameter);
        }
    }

    /// <summary>The model's sizes.</summary>
    public DrawShape Shape { get; }

    /// <summary>Where its tensors are, and where images, noise and latents must be.</summary>
    public Device Device { get; }

    /// <summary>
    /// Whether the LSTMs' products round their factors to bfloat16: for training, where gradients are noisy anyway.
    /// </summary>
    public bool UsesBfloat16 { get; set; }

    /// <summary>The parameter of that name in <see cref="DrawTensors"/>.</summary>
    public Parameter this[string name] => _byName[name];

    /// <summary>All parameters by name, in the order in which they are written.</summary>
    public IEnumerable<KeyValuePair<string, Parameter>> Tensors =>
        DrawTensors.Of(Shape).Select(tensor => KeyValuePair.Create(tensor.Name, _byName[tensor.Name]));

    /// <summary>All weights as one vector, tensor after tensor.</summary>
    public float[] Flatten()
    {
        using IDisposable guard = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return cat([.. Tensors.Select(tensor => tensor.Value.flatten())]).cpu().data<float>().ToArray();
    }

    /// <summary>Takes all weights over from one vector, as <see cref="Flatten"/> gives them.</summary>
    public void Load(ReadOnlySpan<float> weights)
    {
        using IDisposable guard = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((_, Parameter parameter) in Tensors)
        {
            int length = (int)parameter.numel();
            parameter.copy_(tensor(weights[..length].ToArray(), parameter.shape));
            weights = weights[length..];
        }
    }

    /// <summary>Looks at images through all glimpses: encodes, infers the latents and draws.</summary>
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

    /// <summary>Looks at images, one glimpse after another, with all that comes between image and canvas.</summary>
    /// <param name="images">x [n, C, B, A] in [0, 1].</param>
    /// <param name="noise">ε [T, n, Z].</param>
    internal IEnumerable<Glimpse> EncodeAndDecode(Tensor images, Tensor noise)
    {
        long count = images.shape[0], glimpses = noise.shape[0];
        var decoder = new TorchLstmCell(this, "decoder");
        var encoder = new TorchLstmCell(this, "encoder");
        var write = new WriteOp(this);
        var read = new ReadOp(this);
        (Tensor latentWeight, Tensor latentBias) = Stack("latent.mean", "latent.log_sigma");

        LstmState encoded = encoder.Start(count), decoded = decoder.Start(count);
        Tensor canvas = write.Start(count);
        for (int t = 0; t < glimpses; t++)
        {
            Tensor errors = images - canvas.sigmoid();
            ReadOutput readOutput = read.Read(images, errors, decoded.H);
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

    /// <summary>Draws from latents given by the caller: the decoder half alone.</summary>
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

    /// <summary>Several affine layers of one input as one: weights [inputs, Σ outputs] and bias [Σ outputs].</summary>
    internal (Tensor Weight, Tensor Bias) Stack(params IReadOnlyList<string> layers) =>
        (cat([.. layers.Select(name => this[name + ".weight"])], 0).t(),
         cat([.. layers.Select(name => this[name + ".bias"])], 0));

    /// <summary>Registers a parameter named like <c>a.b.c</c> as <c>c</c> of the submodule <c>b</c> of <c>a</c>.</summary>
    private void Plant(Dictionary<string, Branch> branches, string name, Parameter parameter)
    {
        nn.Module parent = this;
        string[] path = name.Split('.');
        for (int depth = 1; depth < path.Length; depth++)
        {
            string prefix = string.Join('.', path[..depth]);
            if (!branches.TryGetValue(prefix, out Branch? branch))
            {
                branch = new Branch(path[depth - 1]);
                branches.Add(prefix, branch);
                parent.register_module(path[depth - 1], branch);
            }

            parent = branch;
        }

        parent.register_parameter(path[^1], parameter);
    }

    /// <summary>A named place in the tree of submodules, with no behaviour of its own.</summary>
    private sealed class Branch(string name) : nn.Module(name);
}

/// <summary>What the model made of a batch of images.</summary>
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
