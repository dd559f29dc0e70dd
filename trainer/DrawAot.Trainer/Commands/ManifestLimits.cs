using DrawAot.Manifest;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Commands;

/// <summary>The sizes that a manifest takes.</summary>
internal static class ManifestLimits
{
    /// <summary>Glimpses, latents and hidden sizes.</summary>
    public static NumberRange<int> Count { get; } = new(1, ManifestReader.LargestCount);

    /// <summary>Filters along a side of a window.</summary>
    public static NumberRange<int> Attention { get; } = new(1, ManifestReader.LargestAttention);

    /// <summary>Pixels along a side of an image.</summary>
    public static NumberRange<int> Side { get; } = new(1, ManifestReader.LargestSide);

    /// <summary>Channels of an image.</summary>
    public static NumberRange<int> Channels { get; } = new(1, ManifestReader.LargestChannels);
}
