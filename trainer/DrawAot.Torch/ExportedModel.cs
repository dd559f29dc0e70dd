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
    private const string WeightsExtension = ".safetensors";

    private static readonly string NoHash = new('0', 2 * SHA256.HashSizeInBytes);

    private readonly SafetensorsFile _weights;

    private ExportedModel(string manifestPath, ModelManifest manifest, JsonObject training, SafetensorsFile weights) =>
        (ManifestPath, Manifest, Training, _weights) = (manifestPath, manifest, training, weights);

    /// <summary>Path of the manifest.</summary>
    public string ManifestPath { get; }

    /// <summary>The manifest.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Path of the weights.</summary>
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
        ModelManifest manifest = ModelManifest.Parse(text, manifestPath);
        string weightsPath = Path.Combine(FolderOf(manifestPath), manifest.WeightsFile);
        SafetensorsFile weights = ModelWeights.Read(weightsPath, manifest.WeightsSha256, manifest.ModelShape);
        return new ExportedModel(manifestPath, manifest, JsonNode.Parse(text)!["training"] as JsonObject ?? [], weights);
    }

    /// <summary>Writes the weights and the manifest of a DRAW model; files of the same name are replaced, each at once.</summary>
    /// <param name="module">The model.</param>
    /// <param name="name">Its name, an identifier.</param>
    /// <param name="folder">Where to write; made if need be.</param>
    /// <param name="training">The free block on how it was trained.</param>
    /// <returns>The manifest's path.</returns>
    public static string Save(DrawModule module, string name, string folder, JsonObject training) =>
        Save([.. module.Tensors.Select(Values)], Unsaved(name, module.Shape), folder, training);

    /// <summary>Writes the weights and the manifest of a classifier; files of the same name are replaced, each at once.</summary>
    /// <param name="module">The model.</param>
    /// <param name="classes">The labels of its classes [K].</param>
    /// <param name="name">Its name, an identifier.</param>
    /// <param name="folder">Where to write; made if need be.</param>
    /// <param name="training">The free block on how it was trained.</param>
    /// <returns>The manifest's path.</returns>
    /// <exception cref="ArgumentException">There are more or fewer labels than classes.</exception>
    public static string Save(ClassifierModule module, IReadOnlyList<string> classes, string name, string folder, JsonObject training) =>
        Save([.. module.Tensors.Select(Values)], Unsaved(name, module.Shape, classes), folder, training);

    /// <summary>Writes all tensors of a DRAW model and its manifest.</summary>
    internal static string Save(IReadOnlyList<FloatTensor> tensors, string name, DrawShape shape, string folder, JsonObject training) =>
        Save(tensors, Unsaved(name, shape), folder, training);

    /// <summary>Why a DRAW model could not be exported: what the generator would say of its manifest.</summary>
    /// <returns>A sentence, or null where there is no objection.</returns>
    public static string? Objection(string name, DrawShape shape) => Objection(Unsaved(name, shape));

    /// <summary>Why a classifier could not be exported: what the generator would say of its manifest.</summary>
    /// <returns>A sentence, or null where there is no objection.</returns>
    /// <exception cref="ArgumentException">There are more or fewer labels than classes.</exception>
    public static string? Objection(string name, ClassifierShape shape, IReadOnlyList<string> classes) => Objection(Unsaved(name, shape, classes));

    /// <summary>Makes a module of a DRAW model's weights.</summary>
    /// <param name="glimpses">Another number of glimpses than the manifest's; the weights do not depend on it.</param>
    /// <exception cref="InvalidDataException">It is a model of another family.</exception>
    public DrawModule ToModule(int? glimpses = null)
    {
        if (Manifest is not DrawManifest { Shape: DrawShape shape })
        {
            throw new InvalidDataException($"{ManifestPath} describes a {Manifest.Family.Title}; a {DrawFamily.Instance.Title} was expected.");
        }

        var module = new DrawModule(shape with { Glimpses = glimpses ?? shape.Glimpses });
        CopyTo(module);
        return module;
    }

    /// <summary>Gives a module these weights.</summary>
    /// <exception cref="WeightsException">The module has other sizes; the number of glimpses may differ.</exception>
    public void CopyTo(ModelModule module)
    {
        ModelWeights.RequireShape(_weights, module.ModelShape);
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
        Manifest switch
        {
            DrawManifest draw => draw with { Shape = draw.Shape with { Glimpses = glimpses }, Precision = precision },
            ClassifierManifest classifier => classifier with { Shape = classifier.Shape with { Glimpses = glimpses }, Precision = precision },
            _ => throw new InvalidOperationException($"No other number of glimpses is known for a {Manifest.Family.Title}."),
        },
        []);

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
        ModelManifest manifest = Manifest with { Name = name, Precision = precision };
        string path = Path.Combine(FolderOf(ManifestPath), name + ModelManifest.FileExtension);
        ModelManifest.Parse(ManifestText.Of(manifest, []), path);
        JsonObject training = Training.DeepClone().AsObject();
        foreach (string measured in training.Select(field => field.Key).Where(field => field.StartsWith("test", StringComparison.Ordinal)).ToArray())
        {
            training.Remove(measured);
        }

        return WriteManifest(path, manifest, training);
    }

    /// <summary>Writes the manifest again with a changed training block; the weights stay as they are.</summary>
    public void SaveTraining() => WriteManifest(ManifestPath, Manifest, Training);

    /// <summary>The manifest of weights that are not written yet.</summary>
    private static DrawManifest Unsaved(string name, DrawShape shape) =>
        new(name, shape, name + WeightsExtension, NoHash, WeightPrecision.Float32);

    /// <inheritdoc cref="Unsaved(string, DrawShape)"/>
    private static ClassifierManifest Unsaved(string name, ClassifierShape shape, IReadOnlyList<string> classes)
    {
        if (classes.Count != shape.ClassCount)
        {
            throw new ArgumentException($"There are {classes.Count} labels; one of each of {shape.ClassCount} classes was expected.", nameof(classes));
        }

        return new(name, shape, classes, name + WeightsExtension, NoHash, WeightPrecision.Float32);
    }

    private static string Save(IReadOnlyList<FloatTensor> tensors, ModelManifest manifest, string folder, JsonObject training)
    {
        Directory.CreateDirectory(folder);
        string weightsPath = Path.Combine(folder, manifest.WeightsFile);
        SafetensorsWriter.Write(weightsPath, tensors);
        return WriteManifest(
            Path.Combine(folder, manifest.Name + ModelManifest.FileExtension), manifest with { WeightsSha256 = Sha256(weightsPath) }, training);
    }

    private static string? Objection(ModelManifest manifest)
    {
        try
        {
            ModelManifest.Parse(ManifestText.Of(manifest, []), manifest.Name + ModelManifest.FileExtension);
            return null;
        }
        catch (InvalidDataException refused)
        {
            return refused.Message;
        }
    }

    private static string WriteManifest(string path, ModelManifest manifest, JsonObject training)
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
