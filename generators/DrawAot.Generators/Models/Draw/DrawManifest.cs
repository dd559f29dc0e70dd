using System.IO;

namespace DrawAot.Manifest;

/// <summary>The manifest of a DRAW model.</summary>
/// <param name="Name">The model's name, an identifier.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="WeightsFile">Name of its weights file, which stands beside the manifest.</param>
/// <param name="WeightsSha256">SHA-256 of that file, 64 lower-case hexadecimal digits.</param>
/// <param name="Precision">How its weights are stored in the generated model.</param>
public sealed record DrawManifest(
    string Name, DrawShape Shape, string WeightsFile, string WeightsSha256, WeightPrecision Precision)
    : ModelManifest(Name, WeightsFile, WeightsSha256, Precision)
{
    /// <inheritdoc/>
    public override ModelShape ModelShape => Shape;

    internal override ModelFamily Family => DrawFamily.Instance;

    /// <summary>Reads the manifest of a DRAW model.</summary>
    /// <param name="text">The manifest's text.</param>
    /// <param name="source">Its name in messages, such as its path.</param>
    /// <exception cref="InvalidDataException">The manifest is refused, or is that of another family; the message says where and why.</exception>
    public static new DrawManifest Parse(string text, string source) => Parse<DrawManifest>(text, source, DrawFamily.Instance);
}
