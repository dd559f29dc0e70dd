using DrawAot.Generators.Emit;

namespace DrawAot.Layout;

/// <content>How kernels take weights from a panel.</content>
internal abstract partial class PanelFormat
{
    /// <summary>Two inputs' weights in a kernel of floats; null where weights are multiplied as integers.</summary>
    public abstract WeightPair? Pair { get; }
}

/// <content>Two vectors of floats.</content>
internal sealed partial class Float32Format
{
    /// <inheritdoc/>
    public override WeightPair Pair { get; } = new(
        Order: "by input",
        Second: (first, place) => $"Vector512.LoadUnsafe(ref w, {place})",
        Size: "2 * PanelRows",
        HasBlocks: true);
}

/// <content>
/// One vector of words. Such a word read as a float is the first weight: packing accounts for its lower bits. Its lower half is the
/// second one.
/// </content>
internal sealed partial class Bfloat16Format
{
    /// <inheritdoc/>
    public override WeightPair Pair { get; } = new(
        Order: "by pairs of inputs",
        Second: (first, place) => $"({first}.AsInt32() << 16).AsSingle()",
        Size: "PanelRows",
        HasBlocks: false);
}

/// <content>The int8 kernels have loops of their own.</content>
internal sealed partial class Int8Format
{
    /// <inheritdoc/>
    public override WeightPair? Pair => null;
}
