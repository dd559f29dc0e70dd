using DrawAot.Manifest;

namespace DrawAot.Torch.Tests.Optimisers;

internal static class Shapes
{
    /// <summary>A model with matrices of awkward sizes, wider than high and higher than wide.</summary>
    public static DrawShape Small { get; } = new(
        Width: 9, Height: 8, Channels: 1, Glimpses: 3, Latent: 4, EncoderHidden: 17, DecoderHidden: 23, ReadAttention: 2, WriteAttention: 3);

    /// <summary>The same of the other family.</summary>
    public static ClassifierShape SmallClassifier { get; } = new(
        Width: 9, Height: 8, Channels: 3, Glimpses: 2, Hidden: 17, ReadAttention: 3, ClassCount: 7);
}
