using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Commands;

/// <summary>The sizes of a model of the paper (Table 3), and the images that they are for.</summary>
/// <param name="Name">How it is asked for.</param>
/// <param name="Options">The options of its runs, which explicit options override.</param>
internal sealed record Preset(string Name, TrainingOptions Options)
{
    /// <summary>All of them. The paper states no sizes for two digits: they are those of one.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        Draw("mnist", Datasets.Dataset.BinarizedMnist, 64, 100, 256, 2, 5),
        Draw("mnist-no-attention", Datasets.Dataset.BinarizedMnist, 64, 100, 256, null, null),
        Draw("two-digit", Datasets.Dataset.TwoDigitMnist, 64, 100, 256, 2, 5),
        Draw("svhn", Datasets.Dataset.Folder, 32, 100, 800, 12, 12, "54x54", 3),
        Draw("cifar", Datasets.Dataset.Folder, 64, 200, 400, 5, 5, "32x32", 3),
        new("cluttered-mnist", Usual(ModelKind.Classifier)),
    ];

    /// <summary>The options of a run that names no preset.</summary>
    public static TrainingOptions Usual(ModelKind model) => model switch
    {
        ModelKind.Draw => new TrainingOptions { Dataset = "", Name = "" },
        _ => new TrainingOptions
        {
            Dataset = Datasets.Dataset.ClutteredMnist,
            Name = "",
            Model = model,
            Glimpses = 8,
            Hidden = 256,
            ReadAttention = 12,
            Epochs = 100,
            Batch = 100,

            // At 1e-3 a run diverged after 15 epochs: gradients of the window reach a thousand times their median.
            Rate = 4e-4,
            FinalRate = 1e-6,
            WarmUp = 500,
            ClipNorm = 5,
        },
    };

    private static Preset Draw(
        string name, string dataset, int glimpses, int latent, int hidden, int? read, int? write, string? imageSize = null, int channels = 1) =>
        new(name, Usual(ModelKind.Draw) with
        {
            Dataset = dataset,
            ImageSize = imageSize,
            Channels = channels,
            Glimpses = glimpses,
            Latent = latent,
            EncoderHidden = hidden,
            DecoderHidden = hidden,
            ReadAttention = read,
            WriteAttention = write,
        });
}
