using DrawAot.Manifest;

namespace DrawAot.Generators.Planning;

/// <summary>What the emitters need to know: who asks for the model, its shape, and the names to write.</summary>
/// <param name="Namespace">The user's namespace as C# writes it; empty for the global one.</param>
/// <param name="ClassName">The user's partial class as C# writes it.</param>
/// <param name="ManifestFile">The manifest's file name, for the header.</param>
/// <param name="Manifest">What the manifest says.</param>
internal sealed record ModelPlan(string Namespace, string ClassName, string ManifestFile, DrawManifest Manifest)
{
    /// <summary>What the name of a class gets behind it to be the namespace of its kernels.</summary>
    public const string KernelSuffix = "Generated";

    public DrawShape Shape => Manifest.Shape;

    public WeightPrecision Precision => Manifest.Precision;

    /// <summary>The namespace of the kernels: beside the user's class, and out of its way.</summary>
    public string KernelNamespace => QualifiedName + KernelSuffix;

    /// <summary>The user's class with its namespace.</summary>
    public string QualifiedName => Namespace.Length == 0 ? ClassName : $"{Namespace}.{ClassName}";

    /// <summary>Whether the model reads or writes through a window, and so needs filters.</summary>
    public bool HasWindow => Shape.ReadAttention is not null || Shape.WriteAttention is not null;

    public int WidthPadded => PanelLayout.PadToVector(Shape.Width);

    public int HeightPadded => PanelLayout.PadToVector(Shape.Height);

    public int EncoderHiddenPadded => PanelLayout.PadToVector(Shape.EncoderHidden);

    public int DecoderHiddenPadded => PanelLayout.PadToVector(Shape.DecoderHidden);

    /// <summary>Hidden states that the encoder's LSTM sees: h_dec and its own h.</summary>
    public int EncoderStates => Shape.DecoderHidden + Shape.EncoderHidden;

    /// <summary>Glimpses whose latents are known beforehand that are looked ahead to at once, in whole tiles.</summary>
    public int GlimpsesAhead => SessionLayout.GlimpsesAhead(Shape);

    public int LatentPadded => PanelLayout.PadToVector(Shape.Latent);

    /// <summary>μ and log σ.</summary>
    public int PosteriorRows => PanelLayout.PosteriorRows(Shape);

    /// <summary>The patch starts behind the window's five rows where there is a window.</summary>
    public int FirstPatchRow => PanelLayout.FirstPatchRow(Shape);

    /// <summary>Window and patch.</summary>
    public int HeadRows => PanelLayout.HeadRows(Shape);

    /// <summary>Floats from one row of the image to the next: without attention the encoder takes it as it is.</summary>
    public int ImageStride => Shape.ReadAttention is null ? Shape.Width : WidthPadded;

    public int ImageSize => Shape.Channels * Shape.Height * ImageStride;

    /// <summary>Floats from one row of the canvas to the next: without attention nothing works on single rows.</summary>
    public int CanvasStride => Shape.WriteAttention is null ? Shape.Width : WidthPadded;

    public int CanvasSize => PanelLayout.CanvasSize(Shape);
}
