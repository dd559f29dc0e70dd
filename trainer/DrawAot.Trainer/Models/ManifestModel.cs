using DrawAot.Cli.Models;
using DrawAot.Manifest;
using DrawAot.Trainer.Evaluation;

namespace DrawAot.Trainer.Models;

/// <summary>A model whose code is emitted and compiled in memory, and whose weights lie beside its manifest.</summary>
/// <param name="path">The manifest's path.</param>
/// <param name="text">Its text.</param>
/// <param name="manifest">What it says.</param>
internal sealed class ManifestModel<TModel>(string path, string text, ModelManifest manifest) : CommandModel<TModel>
    where TModel : class, IDisposable
{
    public override string Name => manifest.Name;

    public override string WeightsFile => manifest.WeightsFile;

    public override string WeightsSha256 => manifest.WeightsSha256;

    private string WeightsPath => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, manifest.WeightsFile);

    public override string ReadManifest() => text;

    public override Stream OpenWeights() => File.OpenRead(WeightsPath);

    public override TModel Load(string? weights)
    {
        GeneratedCode code = GeneratedCode.Of(text);
        return weights is null ? code.Load<TModel>(WeightsPath) : code.LoadOther<TModel>(weights);
    }
}
