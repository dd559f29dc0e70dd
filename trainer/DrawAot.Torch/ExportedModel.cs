using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DrawAot.Manifest;
using DrawAot.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace DrawAot.Torch;

/// <summary>A model as it is handed over: <c>NAME.draw.json</c> and, beside it, <c>NAME.safetensors</c>.</summary>
public sealed class ExportedModel
{
    private readonly SafetensorsFile _weights;

    private ExportedModel(string manifestPath, DrawManifest manifest, JsonObject training, SafetensorsFile weights) =>
        (ManifestPath, Manifest, Training, _weights) = (manifestPath, manifest, training, weights);

    /// <summary>Where the manifest lies.</summary>
    public string ManifestPath { get; }

    /// <summary>What the manifest says.</summary>
    public DrawManifest Manifest { get; }

    /// <summary>Where the weights lie.</summary>
    public string WeightsPath => Path.Combine(FolderOf(ManifestPath), Manifest.WeightsFile);

    /// <summary>The manifest's free block on how the model was trained.</summary>
    public JsonObject Training { get; }

    /// <summary>Opens a manifest and its weights.</summary>
    /// <exception cref="InvalidDataException">The manifest is refused.</exception>
    /// <exception cref="WeightsException">The weights are not those that it describes.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ExportedModel Load(string manifestPath)
    {
        string text = RegularFile.ReadAllText(manifestPath, "a manifest");
        DrawManifest manifest = DrawManifest.Parse(text, manifestPath);
        string weightsPath = Path.Combine(FolderOf(manifestPath), manifest.WeightsFile);
        SafetensorsFile weights = ModelWeights.Read(weightsPath, manifest.WeightsSha256, manifest.Shape);
        return new ExportedModel(manifestPath, manifest, JsonNode.Parse(text)!["training"] as JsonObject ?? [], weights);
    }

    /// <summary>Writes a module's weights and manifest; files of the same name are replaced, each at once.</summary>
    /// <param name="module">The model.</param>
    /// <param name="name">Its name, an identifier.</param>
    /// <param name="folder">Where to write; made if need be.</param>
    /// <param name="training">The free block on how it was trained.</param>
    /// <returns>The manifest's path.</returns>
    public static string Save(DrawModule module, string name, string folder, JsonObject training) =>
        Save([.. module.Tensors.Select(Values)], name, module.Shape, folder, training);

    /// <summary>Writes all tensors of a model and its manifest.</summary>
    internal static string Save(IReadOnlyList<FloatTensor> tensors, string name, DrawShape shape, string folder, JsonObject training)
    {
        Directory.CreateDirectory(folder);
        string weightsFile = name + ".safetensors";
        string weightsPath = Path.Combine(folder, weightsFile);
        SafetensorsWriter.Write(weightsPath, tensors);
        var manifest = new DrawManifest(name, shape, weightsFile, Sha256(weightsPath), WeightPrecision.Float32);
        return WriteManifest(Path.Combine(folder, name + DrawManifest.FileExtension), manifest, training);
    }

    /// <summary>Why a model could not be exported: what the generator would say of its manifest.</summary>
    /// <returns>A sentence, or null where there is no objection.</returns>
    public static string? Objection(string name, DrawShape shape)
    {
        var manifest = new DrawManifest(name, shape, name + ".safetensors", new string('0', 64), WeightPrecision.Float32);
        try
        {
            DrawManifest.Parse(ManifestText.Of(manifest, []), name + DrawManifest.FileExtension);
            return null;
        }
        catch (InvalidDataException refused)
        {
            return refused.Message;
        }
    }

    /// <summary>Makes a module of these weights.</summary>
    /// <param name="glimpses">Another number of glimpses than the manifest's; the weights do not depend on it.</param>
    public DrawModule ToModule(int? glimpses = null)
    {
        var module = new DrawModule(Manifest.Shape with { Glimpses = glimpses ?? Manifest.Shape.Glimpses });
        CopyTo(module);
        return module;
    }

    /// <summary>Gives a module these weights.</summary>
    /// <exception cref="WeightsException">The module has other sizes; the number of glimpses may differ.</exception>
    public void CopyTo(DrawModule module)
    {
        ModelWeights.RequireShape(_weights, module.Shape);
        using IDisposable guard = no_grad();
        foreach ((string name, Parameter parameter) in module.Tensors)
        {
            int[] shape = [.. parameter.shape.Select(size => (int)size)];
            using Tensor values = tensor(_weights.Floats(name, shape).ToArray(), parameter.shape);
            parameter.copy_(values);
        }
    }

    /// <summary>The manifest as it would be at another number of glimpses or in another precision, without its training block.</summary>
    public string ManifestTextAt(int glimpses, WeightPrecision precision) => ManifestText.Of(
        Manifest with { Shape = Manifest.Shape with { Glimpses = glimpses }, Precision = precision }, []);

    /// <summary>
    /// Writes a manifest of another precision beside this one, of the same weights. Figures that were measured of this one are
    /// left out.
    /// </summary>
    /// <param name="precision">How the other model stores its weights.</param>
    /// <param name="name">The other model's name, an identifier.</param>
    /// <returns>The manifest's path.</returns>
    /// <exception cref="InvalidDataException">There could be no such model.</exception>
    public string SaveAt(WeightPrecision precision, string name)
    {
        DrawManifest manifest = Manifest with { Name = name, Precision = precision };
        string path = Path.Combine(FolderOf(ManifestPath), name + DrawManifest.FileExtension);
        DrawManifest.Parse(ManifestText.Of(manifest, []), path);
        JsonObject training = Training.DeepClone().AsObject();
        training.Remove("test");
        return WriteManifest(path, manifest, training);
    }

    /// <summary>Writes the manifest again with a changed training block; the weights stay as they are.</summary>
    public void SaveTraining() => WriteManifest(ManifestPath, Manifest, Training);

    private static string WriteManifest(string path, DrawManifest manifest, JsonObject training)
    {
        byte[] text = Encoding.UTF8.GetBytes(ManifestText.Of(manifest, training));
        WholeFile.Write(path, stream => stream.Write(text));
        return path;
    }

    private static FloatTensor Values(KeyValuePair<string, Parameter> tensor)
    {
        using Tensor values = tensor.Value.detach().contiguous();
        return new FloatTensor(
            tensor.Key, [.. values.shape.Select(size => (int)size)], values.data<float>().ToArray());
    }

    private static string Sha256(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
