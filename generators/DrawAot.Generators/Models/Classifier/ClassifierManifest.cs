using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace DrawAot.Manifest;

/// <summary>The manifest of a glimpse classifier.</summary>
/// <param name="Name">The model's name, an identifier.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Classes">The labels of its classes, in the order of the class layer's rows.</param>
/// <param name="WeightsFile">Name of its weights file, which stands beside the manifest.</param>
/// <param name="WeightsSha256">SHA-256 of that file, 64 lower-case hexadecimal digits.</param>
/// <param name="Precision">How its weights are stored in the generated model.</param>
public sealed record ClassifierManifest(
    string Name, ClassifierShape Shape, IReadOnlyList<string> Classes, string WeightsFile, string WeightsSha256, WeightPrecision Precision)
    : ModelManifest(Name, WeightsFile, WeightsSha256, Precision)
{
    /// <inheritdoc/>
    public override ModelShape ModelShape => Shape;

    internal override ModelFamily Family => ClassifierFamily.Instance;

    /// <summary>Reads the manifest of a glimpse classifier.</summary>
    /// <param name="text">The manifest's text.</param>
    /// <param name="source">Its name in messages, such as its path.</param>
    /// <exception cref="InvalidDataException">The manifest is refused, or is that of another family; the message says where and why.</exception>
    public static new ClassifierManifest Parse(string text, string source) =>
        Parse<ClassifierManifest>(text, source, ClassifierFamily.Instance);

    /// <summary>Whether both manifests say the same.</summary>
    public bool Equals(ClassifierManifest? other) =>
        other is not null && base.Equals(other) && Shape == other.Shape && Classes.SequenceEqual(other.Classes);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode() ^ Shape.GetHashCode();
}
