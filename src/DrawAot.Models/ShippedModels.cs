namespace DrawAot.Models;

/// <summary>The models that this library ships, for programs that let their users choose one.</summary>
public static class ShippedModels
{
    /// <summary>The DRAW models; the first is the default.</summary>
    public static IReadOnlyList<ShippedModel<IDrawModel>> Draw { get; } =
    [
        new("mnist", "mnist.draw.json", Mnist.WeightsFile, Mnist.WeightsSha256, Mnist.LoadEmbedded, Mnist.Load, Mnist.LoadOther),
        new("mnist-bfloat16", "mnist_bfloat16.draw.json", MnistBfloat16.WeightsFile, MnistBfloat16.WeightsSha256, MnistBfloat16.LoadEmbedded, MnistBfloat16.Load, MnistBfloat16.LoadOther),
        new("mnist-int8", "mnist_int8.draw.json", MnistInt8.WeightsFile, MnistInt8.WeightsSha256, MnistInt8.LoadEmbedded, MnistInt8.Load, MnistInt8.LoadOther),
    ];

    /// <summary>The glimpse classifiers; the first is the default.</summary>
    public static IReadOnlyList<ShippedModel<IClassifierModel>> Classifiers { get; } =
    [
        new("cluttered", "cluttered.draw.json", Cluttered.WeightsFile, Cluttered.WeightsSha256, Cluttered.LoadEmbedded, Cluttered.Load, Cluttered.LoadOther),
        new("cluttered-bfloat16", "cluttered_bfloat16.draw.json", ClutteredBfloat16.WeightsFile, ClutteredBfloat16.WeightsSha256, ClutteredBfloat16.LoadEmbedded, ClutteredBfloat16.Load, ClutteredBfloat16.LoadOther),
        new("cluttered-int8", "cluttered_int8.draw.json", ClutteredInt8.WeightsFile, ClutteredInt8.WeightsSha256, ClutteredInt8.LoadEmbedded, ClutteredInt8.Load, ClutteredInt8.LoadOther),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ShippedModel> All { get; } = [.. Draw, .. Classifiers];

    /// <summary>The model of a name, written in upper or lower case, or null.</summary>
    /// <param name="name">The name.</param>
    public static ShippedModel? Find(string name) =>
        All.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
