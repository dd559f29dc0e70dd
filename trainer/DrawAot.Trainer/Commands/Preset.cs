using DrawAot.Trainer.Datasets;

namespace DrawAot.Trainer.Commands;

/// <summary>The sizes of a model of the paper (Table 3), and the images that they are for.</summary>
/// <param name="Name">How it is asked for.</param>
/// <param name="Dataset">The data set, unless another one is named.</param>
/// <param name="Glimpses">T.</param>
/// <param name="Latent">Z.</param>
/// <param name="Hidden">Hidden size of both LSTMs.</param>
/// <param name="Read">Filters along a side of the read window; null for none.</param>
/// <param name="Write">Filters along a side of the write window; null for none.</param>
/// <param name="ImageSize">Size that images are brought to; null for the data set's own.</param>
/// <param name="Channels">Channels that they are brought to.</param>
internal sealed record Preset(
    string Name, string Dataset, int Glimpses, int Latent, int Hidden, int? Read, int? Write, string? ImageSize = null, int Channels = 1)
{
    /// <summary>All of them. The paper states no sizes for two digits: they are those of one.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("mnist", Datasets.Dataset.BinarizedMnist, 64, 100, 256, 2, 5),
        new("mnist-no-attention", Datasets.Dataset.BinarizedMnist, 64, 100, 256, null, null),
        new("two-digit", Datasets.Dataset.TwoDigitMnist, 64, 100, 256, 2, 5),
        new("svhn", Datasets.Dataset.Folder, 32, 100, 800, 12, 12, "54x54", 3),
        new("cifar", Datasets.Dataset.Folder, 64, 200, 400, 5, 5, "32x32", 3),
    ];
}
