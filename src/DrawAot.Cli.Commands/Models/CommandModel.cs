namespace DrawAot.Cli.Models;

/// <summary>A model that commands work with.</summary>
internal abstract class CommandModel
{
    /// <summary>The model's name in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Name of its weights file.</summary>
    public abstract string WeightsFile { get; }

    /// <summary>SHA-256 of that file, in hexadecimal.</summary>
    public abstract string WeightsSha256 { get; }

    /// <summary>The text of its manifest.</summary>
    public abstract string ReadManifest();

    /// <summary>Its weights file as it is.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract Stream OpenWeights();

    /// <summary>Its name.</summary>
    public sealed override string ToString() => Name;
}

/// <summary>A model of one family.</summary>
/// <typeparam name="TModel"><see cref="IDrawModel"/> or <see cref="IClassifierModel"/>.</typeparam>
internal abstract class CommandModel<TModel> : CommandModel
    where TModel : class, IDisposable
{
    /// <summary>Loads it.</summary>
    /// <param name="weights">A file of tensors of the same shapes, whose numbers may be others; null for the model's own.</param>
    /// <exception cref="IOException">The weights cannot be read, or are not those of such a model.</exception>
    public abstract TModel Load(string? weights);
}
