using Google.Protobuf;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Torch.Onnx;

/// <summary>Writes a model as ONNX files, for other runtimes. What they compute is what <see cref="DrawModule"/> and <see cref="ClassifierModule"/> do.</summary>
public static class OnnxModel
{
    /// <summary>Extension of a file that draws from latents.</summary>
    public const string SamplerExtension = ".sampler.onnx";

    /// <summary>Extension of a file that scores images.</summary>
    public const string ScorerExtension = ".scorer.onnx";

    /// <summary>Extension of a file that classifies images.</summary>
    public const string ClassifierExtension = ".classifier.onnx";

    /// <summary>The name of the one dimension that is left open.</summary>
    public const string BatchDimension = "n";

    /// <summary>The sampler's input: z ~ N(0, I) of every glimpse [T, n, Z].</summary>
    public const string Latents = "latents";

    /// <summary>Images in [0, 1] [n, C, B, A]: the sampler's output, σ(c_T), and the scorer's input.</summary>
    public const string Images = "images";

    /// <summary>The scorer's other input: ε ~ N(0, I) of every glimpse [T, n, Z].</summary>
    public const string Noise = "noise";

    /// <summary>−log p(x | z) in nats [n], of the scorer.</summary>
    public const string Reconstruction = "reconstruction";

    /// <summary>KL(q ‖ N(0, I)) in nats, over all glimpses [n], of the scorer.</summary>
    public const string Divergence = "divergence";

    /// <summary>The classifier's output: the probability of each class [n, K].</summary>
    public const string Probabilities = "probabilities";

    /// <summary>Writes the graph that draws from latents: <see cref="Latents"/> to <see cref="Images"/>.</summary>
    /// <returns>The file's path.</returns>
    public static string SaveSampler(DrawModule module, string name, string folder) =>
        Save(OnnxSampler.Of(module), folder, name + SamplerExtension);

    /// <summary>
    /// Writes the graph of the variational bound: <see cref="Images"/> and <see cref="Noise"/> to
    /// <see cref="Reconstruction"/> and <see cref="Divergence"/>.
    /// </summary>
    /// <returns>The file's path.</returns>
    public static string SaveScorer(DrawModule module, string name, string folder) =>
        Save(OnnxScorer.Of(module), folder, name + ScorerExtension);

    /// <summary>Writes the graph that classifies: <see cref="Images"/> to <see cref="Probabilities"/>.</summary>
    /// <returns>The file's path.</returns>
    public static string SaveClassifier(ClassifierModule module, string name, string folder) =>
        Save(OnnxClassifier.Of(module), folder, name + ClassifierExtension);

    internal static float[] Values(ModelModule module, string name)
    {
        using Tensor values = module[name].detach().contiguous();
        return values.data<float>().ToArray();
    }

    /// <summary>Several affine layers of one input as one, x·Wᵀ + b.</summary>
    internal static string Layer(OnnxGraph graph, ModelModule module, string input, params IReadOnlyList<string> layers)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor weight, Tensor bias) = module.Stack(layers);
        using Tensor rows = weight.detach().contiguous(), offsets = bias.detach();
        string product = graph.Apply("MatMul", input, graph.Floats(rows.data<float>().ToArray(), (int)rows.shape[0], (int)rows.shape[1]));
        return graph.Apply("Add", product, graph.Floats(offsets.data<float>().ToArray(), (int)offsets.shape[0]));
    }

    private static string Save(ModelProto model, string folder, string file)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, file);
        WholeFile.Write(path, stream => model.WriteTo(stream));
        return path;
    }
}
