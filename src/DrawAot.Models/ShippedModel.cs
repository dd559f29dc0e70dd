namespace DrawAot.Models;

/// <summary>One of the models that this library ships.</summary>
public abstract class ShippedModel
{
    private protected ShippedModel(string name, string manifestFile, string weightsFile, string weightsSha256)
    {
        Name = name;
        ManifestFile = manifestFile;
        WeightsFile = weightsFile;
        WeightsSha256 = weightsSha256;
    }

    /// <summary>The name under which it is asked for.</summary>
    public string Name { get; }

    /// <summary>Name of its manifest, a resource of this library.</summary>
    public string ManifestFile { get; }

    /// <summary>Name of its weights file, a resource of this library.</summary>
    public string WeightsFile { get; }

    /// <summary>SHA-256 of its weights file.</summary>
    public string WeightsSha256 { get; }

    /// <summary>The text of its manifest.</summary>
    public string ReadManifest()
    {
        using var reader = new StreamReader(OpenResource(ManifestFile));
        return reader.ReadToEnd();
    }

    /// <summary>Its weights file as it is.</summary>
    public Stream OpenWeights() => OpenResource(WeightsFile);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    private static Stream OpenResource(string name) => typeof(ShippedModel).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The resource '{name}' is missing from this build of DrawAot.Models.");
}

/// <summary>One of the models of a family.</summary>
/// <typeparam name="TModel"><see cref="IDrawModel"/> or <see cref="IClassifierModel"/>.</typeparam>
public sealed class ShippedModel<TModel> : ShippedModel
    where TModel : class, IDisposable
{
    private readonly Func<TModel> _loadEmbedded;
    private readonly Func<string, TModel> _load, _loadOther;

    internal ShippedModel(
        string name, string manifestFile, string weightsFile, string weightsSha256,
        Func<TModel> loadEmbedded, Func<string, TModel> load, Func<string, TModel> loadOther)
        : base(name, manifestFile, weightsFile, weightsSha256) => (_loadEmbedded, _load, _loadOther) = (loadEmbedded, load, loadOther);

    /// <summary>Loads it with the weights that come with this library.</summary>
    public TModel LoadEmbedded() => _loadEmbedded();

    /// <summary>Loads it with weights from a file, which must be the very ones that its manifest names.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Weights.WeightsException">The file is not the one that the manifest describes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public TModel Load(string path) => _load(path);

    /// <summary>Loads it with weights from a file whose tensors have its names and shapes; their numbers may be others than its own.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Weights.WeightsException">The file holds no such tensors, or a number that is not finite.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    public TModel LoadOther(string path) => _loadOther(path);
}
