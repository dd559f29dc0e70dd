namespace DrawAot.Manifest;

/// <summary>DRAW: draws images in T glimpses, from latents of the prior or of an image.</summary>
internal sealed partial class DrawFamily : ModelFamily
{
    /// <summary>The family.</summary>
    public static DrawFamily Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "draw";

    /// <inheritdoc/>
    public override string Title => "DRAW model";

    /// <inheritdoc/>
    public override ModelManifest Read(ManifestFields root, CommonFields common)
    {
        int latent = root.Size("latent", ManifestReader.LargestCount);
        ManifestFields hidden = root.Object("hidden");
        int encoder = hidden.Size("encoder", ManifestReader.LargestCount);
        int decoder = hidden.Size("decoder", ManifestReader.LargestCount);
        ManifestFields attention = root.Object("attention");
        int? read = attention.SizeOrNull("read", ManifestReader.LargestAttention);
        int? write = attention.SizeOrNull("write", ManifestReader.LargestAttention);
        var shape = new DrawShape(common.Width, common.Height, common.Channels, common.Glimpses, latent, encoder, decoder, read, write);
        return new DrawManifest(common.Name, shape, WeightsFile: "", WeightsSha256: "", WeightPrecision.Float32);
    }
}
