using DrawAot.Manifest;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DrawAot.Torch;

/// <summary>
/// A model as a TorchSharp module. Its parameters carry the names and layouts of <see cref="ModelShape.Tensors"/>, so that
/// <c>state_dict</c> and the exported weights are one and the same.
/// </summary>
public abstract class ModelModule : nn.Module
{
    private readonly Dictionary<string, Parameter> _byName = [];

    /// <summary>Creates a module with initial weights.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="shape">The model's sizes.</param>
    /// <param name="initial">Gives the initial values of a tensor.</param>
    /// <param name="seed">Seeds the initial weights, which do not depend on the device.</param>
    /// <param name="device">Where its tensors are; the CPU when left out.</param>
    private protected ModelModule(string name, ModelShape shape, Func<ModelTensor, Generator, Tensor> initial, long seed, Device? device)
        : base(name)
    {
        ModelShape = shape;
        Device = device ?? CPU;
        using Generator generator = new((ulong)seed);
        var branches = new Dictionary<string, Branch>();
        foreach (ModelTensor tensor in shape.Tensors)
        {
            var parameter = new Parameter(initial(tensor, generator).to(Device));
            _byName.Add(tensor.Name, parameter);
            Plant(branches, tensor.Name, parameter);
        }
    }

    /// <summary>The model's sizes.</summary>
    public ModelShape ModelShape { get; }

    /// <summary>Device of its tensors, and of images, noise and latents.</summary>
    public Device Device { get; }

    /// <summary>
    /// Whether the LSTMs' products round their factors to bfloat16: for training, where gradients are noisy anyway.
    /// </summary>
    public bool UsesBfloat16 { get; set; }

    /// <summary>The parameter of that name in <see cref="ModelShape.Tensors"/>.</summary>
    public Parameter this[string name] => _byName[name];

    /// <summary>All parameters by name, in the order in which they are written.</summary>
    public IEnumerable<KeyValuePair<string, Parameter>> Tensors =>
        ModelShape.Tensors.Select(tensor => KeyValuePair.Create(tensor.Name, _byName[tensor.Name]));

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

    /// <summary>Copies the gradients of the last backward pass into one vector, and clears them.</summary>
    internal void TakeGradient(Span<float> gradient)
    {
        foreach ((_, Parameter parameter) in Tensors)
        {
            int length = (int)parameter.numel();
            Span<float> part = gradient[..length];
            part.Clear();
            parameter.grad?.cpu().data<float>().ToArray().CopyTo(part);
            parameter.grad?.zero_();
            gradient = gradient[length..];
        }
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
