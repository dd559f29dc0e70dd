using DrawAot.Manifest;

namespace DrawAot.Generators.Planning;

/// <summary>What the emitters need to know: who asks for the model, its shape, and the names to write.</summary>
/// <param name="Namespace">The user's namespace as C# writes it; empty for the global one.</param>
/// <param name="ClassName">The user's partial class as C# writes it.</param>
/// <param name="ManifestFile">The manifest's file name, for the header.</param>
/// <param name="Manifest">What the manifest says.</param>
internal sealed record ModelPlan(string Namespace, string ClassName, string ManifestFile, DrawManifest Manifest)
{
    public const int Lanes = PanelLayout.Lanes;

    public const int PanelRows = PanelLayout.Rows;

    public DrawShape Shape => Manifest.Shape;

    /// <summary>The namespace of the kernels: beside the user's class, and out of its way.</summary>
    public string KernelNamespace => QualifiedName + "Generated";

    /// <summary>The user's class with its namespace.</summary>
    public string QualifiedName => Namespace.Length == 0 ? ClassName : $"{Namespace}.{ClassName}";

    public int WidthPadded => Pad(Shape.Width, Lanes);

    public int HeightPadded => Pad(Shape.Height, Lanes);

    public int HiddenPadded => Pad(Shape.DecoderHidden, Lanes);

    /// <summary>The patch starts on a vector's boundary, behind the window's five rows where there is a window.</summary>
    public int FirstPatchRow => Shape.WriteAttention is null ? 0 : Pad(DrawTensors.WindowSize, Lanes);

    public int HeadRows => Pad(FirstPatchRow + Shape.PatchSize, PanelRows);

    /// <summary>Floats from one row of the canvas to the next: without attention nothing works on single rows.</summary>
    public int CanvasStride => Shape.WriteAttention is null ? Shape.Width : WidthPadded;

    public int CanvasSize => Pad(Shape.Channels * Shape.Height * CanvasStride, Lanes);

    private static int Pad(int size, int multiple) => (size + multiple - 1) / multiple * multiple;
}
