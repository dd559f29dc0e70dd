using DrawAot.Manifest;

namespace DrawAot.Native;

/// <content>A glimpse classifier. The rest of it is written by the generator, from the manifest that the build was pointed at.</content>
internal sealed partial class LinkedModel
{
    /// <summary>The family's name in manifests.</summary>
    public static ReadOnlySpan<byte> Family => "classifier"u8;

    /// <summary>All sizes of the model.</summary>
    public static ClassifierShape Sizes => s_shape;

    /// <summary>The labels of its classes [K].</summary>
    public static IReadOnlyList<string> Labels => s_classes;
}
