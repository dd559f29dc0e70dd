using DrawAot.Manifest;

namespace DrawAot.Native;

/// <content>A DRAW model. The rest of it is written by the generator, from the manifest that the build was pointed at.</content>
internal sealed partial class LinkedModel
{
    /// <summary>The family's name in manifests.</summary>
    public static ReadOnlySpan<byte> Family => "draw"u8;

    /// <summary>All sizes of the model.</summary>
    public static DrawShape Sizes => s_shape;
}
