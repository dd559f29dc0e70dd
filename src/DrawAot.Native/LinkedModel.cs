using DrawAot.Manifest;

namespace DrawAot.Native;

/// <content>The rest of it is written by the generator, from the manifest that the build was pointed at.</content>
internal sealed partial class LinkedModel
{
    /// <summary>All sizes of the model.</summary>
    public static DrawShape Sizes => s_shape;
}
