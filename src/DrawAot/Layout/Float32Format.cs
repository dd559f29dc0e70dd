using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>One weight a word.</summary>
internal sealed partial class Float32Format : PanelFormat
{
    /// <summary>
    /// Inputs whose products are added up before they join a sum. Shorter blocks are not more exact: the remaining error comes from
    /// elsewhere.
    /// </summary>
    public const int SumBlock = 32;

    /// <summary>The format.</summary>
    public static Float32Format Instance { get; } = new();

    /// <inheritdoc/>
    public override WeightPrecision Precision => WeightPrecision.Float32;

    /// <inheritdoc/>
    public override long Words(long inputs) => inputs;

    /// <inheritdoc/>
    public override string Words(string inputs) => inputs;
}
