using DrawAot.Manifest;

namespace DrawAot.Generators.Planning;

/// <summary>What the emitters need to know: who asks for the model, its shape, and the names to write.</summary>
/// <param name="Namespace">The user's namespace as C# writes it; empty for the global one.</param>
/// <param name="ClassName">The user's partial class as C# writes it.</param>
/// <param name="ManifestFile">The manifest's file name, for the header.</param>
/// <param name="Manifest">What the manifest says.</param>
internal sealed record ModelPlan(string Namespace, string ClassName, string ManifestFile, ModelManifest Manifest)
{
    /// <summary>What the name of a class gets behind it to be the namespace of its kernels.</summary>
    public const string KernelSuffix = "Generated";

    /// <summary>The family that emits the model.</summary>
    public ModelFamily Family => Manifest.Family;

    public WeightPrecision Precision => Manifest.Precision;

    /// <summary>The namespace of the kernels: beside the user's class, and out of its way.</summary>
    public string KernelNamespace => QualifiedName + KernelSuffix;

    /// <summary>The user's class with its namespace.</summary>
    public string QualifiedName => Namespace.Length == 0 ? ClassName : $"{Namespace}.{ClassName}";
}
