using System.CommandLine;
using DrawAot.Cli.Models;
using DrawAot.Manifest;
using DrawAot.Weights;

namespace DrawAot.Trainer.Models;

/// <summary>Any models: <c>--model</c> is the path of a manifest, whose code is emitted and compiled when the model is loaded.</summary>
internal sealed class ManifestModels : ModelCatalogue
{
    public override bool Has<T>() => true;

    public override ModelChoice<T> Choose<T>()
    {
        var option = new Option<string>("--model", "-m") { Description = "The model's manifest, NAME.draw.json.", HelpName = "FILE", Required = true };
        return new ModelChoice<T>(option, parsed => Open<T>(parsed.GetRequiredValue(option)));
    }

    private static T Open<T>(string path)
        where T : CommandModel
    {
        string text = RegularFile.ReadAllText(path, "a manifest");
        ModelManifest manifest = ModelManifest.Parse(text, path);
        CommandModel model = manifest switch
        {
            DrawManifest => new ManifestModel<IDrawModel>(path, text, manifest),
            ClassifierManifest => new ManifestModel<IClassifierModel>(path, text, manifest),
            _ => throw new InvalidOperationException($"No session is known for a {manifest.Family.Title}."),
        };
        return model as T ?? throw new InvalidDataException(
            $"{path} describes a {manifest.Family.Title}, which this command has no use for; " +
            $"the manifest of a {(manifest is DrawManifest ? ClassifierFamily.Instance.Title : DrawFamily.Instance.Title)} was expected.");
    }
}
