using DrawAot.Cli.Models;
using DrawAot.Models;

namespace DrawAot.Cli;

/// <summary>The models that this program is built with: those that DrawAot ships.</summary>
internal static class ProgramModels
{
    /// <summary>The models.</summary>
    public static BuiltInModels Catalogue { get; } = new([.. ShippedModels.Draw.Select(Of), .. ShippedModels.Classifiers.Select(Of)]);

    private static BuiltInModel<TModel> Of<TModel>(ShippedModel<TModel> shipped)
        where TModel : class, IDisposable => new BuiltInModel<TModel>(
            shipped.Name,
            typeof(ShippedModel).Assembly,
            shipped.ManifestFile,
            shipped.WeightsFile,
            shipped.WeightsSha256,
            shipped.LoadEmbedded,
            shipped.LoadOther);
}
