using DrawAot.Manifest;

namespace DrawAot.Layout;

/// <summary>The weights of two inputs a word.</summary>
internal sealed partial class Bfloat16Format : PanelFormat
{
    /// <summary>The format.</summary>
    public static Bfloat16Format Instance { get; } = new();

    /// <inheritdoc/>
    public override WeightPrecision Precision => WeightPrecision.Bfloat16;

    /// <inheritdoc/>
    public override long Words(long inputs) => (inputs + 1) / 2;

    /// <inheritdoc/>
    public override string Words(string inputs) => $"({inputs} + 1) / 2";
}
