namespace DrawAot.Layout;

/// <summary>A named size: plans compute with its value, emitted code writes its name.</summary>
/// <param name="Name">The constant's name in emitted code.</param>
/// <param name="Value">The size.</param>
/// <param name="Meaning">The constant's comment; null for none.</param>
internal sealed record Extent(string Name, long Value, string? Meaning = null)
{
    /// <summary>The size padded to whole vectors, as <c>NamePadded</c>.</summary>
    public Extent Padded => new(Name + "Padded", PanelFormat.Pad(Value));
}
