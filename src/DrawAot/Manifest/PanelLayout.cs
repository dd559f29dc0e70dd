namespace DrawAot.Manifest;

/// <summary>How packed weights lie in memory: what packs them and what emits the code that reads them agree on it here.</summary>
internal static class PanelLayout
{
    /// <summary>Floats in the widest vector that a kernel uses; every row in memory is padded to a multiple.</summary>
    public const int Lanes = 16;

    /// <summary>Rows of weights that one panel holds side by side: four gates of 16 units, or 64 rows of a layer.</summary>
    public const int Rows = DrawTensors.GateCount * Lanes;
}
