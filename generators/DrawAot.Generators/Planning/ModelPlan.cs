using DrawAot.Manifest;

namespace DrawAot.Generators.Planning;

/// <summary>The input of the emitters: the user's class, the manifest, and the names to write.</summary>
/// <param name="Namespace">The user's namespace as C# writes it; empty for the global one.</param>
/// <param name="ClassName">The user's partial class as C# writes it.</param>
/// <param name="ManifestFile">The manifest's file name, for the header.</param>
/// <param name="Manifest">The manifest.</param>
internal sealed record ModelPlan(string Namespace, string ClassName, string ManifestFile, ModelManifest Manifest)
{
    /// <summary>The suffix that turns the name of a class into the namespace of its kernels.</summary>
    public const string KernelSuffix = "Generated";

    /// <summary>The family that emits the model.</summary>
    public ModelFamily Family => Manifest.Family;

    public WeightPrecision Precision => Manifest.Precision;

    /// <summary>The namespace of the kernels: beside the user's class, and out of its way.</summary>
    public string KernelNamespace => QualifiedName + KernelSuffix;

    /// <summary>The user's class with its namespace.</summary>
    public string QualifiedName => Namespace.Length == 0 ? ClassName : $"{Namespace}.{ClassName}";
}
