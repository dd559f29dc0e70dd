using DrawAot.Cli.Models;
using DrawAot.Weights;

namespace DrawAot.Cli;

/// <summary>The models that this program is built with: the one of the manifest that the build was pointed at.</summary>
internal static class ProgramModels
{
    /// <summary>The model alone.</summary>
    public static BuiltInModels Catalogue { get; } = new([Of(OwnModel.LoadEmbedded, OwnModel.LoadOther)]);

    // The family decides which of these the model's class fits.
    private static BuiltInModel<IDrawModel> Of(Func<IDrawModel> loadEmbedded, Func<string, IDrawModel> loadOther) => New(loadEmbedded, loadOther);

    private static BuiltInModel<IClassifierModel> Of(Func<IClassifierModel> loadEmbedded, Func<string, IClassifierModel> loadOther) =>
        New(loadEmbedded, loadOther);

    private static BuiltInModel<TModel> New<TModel>(Func<TModel> loadEmbedded, Func<string, TModel> loadOther)
        where TModel : class, IDisposable => new(
            OwnModel.Name, typeof(OwnModel).Assembly, OwnModel.ManifestFile, OwnModel.WeightsFile, OwnModel.WeightsSha256, loadEmbedded, loadOther);
}

/// <content>Its manifest is named by the build.</content>
internal sealed partial class OwnModel
{
    /// <summary>Loads it with weights of the same shapes.</summary>
    public static OwnModel LoadOther(string path) => new(ModelWeights.ReadOther(path, s_shape));
}
