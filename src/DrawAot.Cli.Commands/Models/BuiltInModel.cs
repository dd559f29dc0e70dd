using System.Reflection;

namespace DrawAot.Cli.Models;

/// <summary>A model whose code is compiled into the program, and whose manifest and weights are resources of an assembly.</summary>
/// <param name="name">What <c>--model</c> calls it.</param>
/// <param name="assembly">The assembly.</param>
/// <param name="manifestFile">Its manifest's resource.</param>
/// <param name="weightsFile">Its weights' resource.</param>
/// <param name="weightsSha256">SHA-256 of the weights.</param>
/// <param name="loadEmbedded">Loads it with the weights of the assembly.</param>
/// <param name="loadOther">Loads it with a file of the same shapes.</param>
internal sealed class BuiltInModel<TModel>(
    string name, Assembly assembly, string manifestFile, string weightsFile, string weightsSha256, Func<TModel> loadEmbedded, Func<string, TModel> loadOther)
    : CommandModel<TModel>
    where TModel : class, IDisposable
{
    public override string Name => name;

    public override string WeightsFile => weightsFile;

    public override string WeightsSha256 => weightsSha256;

    public override string ReadManifest()
    {
        using var reader = new StreamReader(Open(manifestFile));
        return reader.ReadToEnd();
    }

    public override Stream OpenWeights() => Open(weightsFile);

    public override TModel Load(string? weights) => weights is null ? loadEmbedded() : loadOther(weights);

    private Stream Open(string resource) => assembly.GetManifestResourceStream(resource)
        ?? throw new InvalidOperationException($"The resource '{resource}' is missing from this build of {assembly.GetName().Name}.");
}
