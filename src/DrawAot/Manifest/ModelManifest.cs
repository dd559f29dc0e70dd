using System.Collections.Generic;
using System.IO;

namespace DrawAot.Manifest;

/// <summary>A model's manifest, <c>NAME.draw.json</c>: all that the generator knows of it.</summary>
/// <param name="Name">The model's name, an identifier.</param>
/// <param name="WeightsFile">Name of its weights file, which stands beside the manifest.</param>
/// <param name="WeightsSha256">SHA-256 of that file, 64 lower-case hexadecimal digits.</param>
/// <param name="Precision">How its weights are stored in the generated model.</param>
public abstract record ModelManifest(string Name, string WeightsFile, string WeightsSha256, WeightPrecision Precision)
{
    /// <summary>End of a manifest's file name.</summary>
    public const string FileExtension = ".draw.json";

    /// <summary>The newest version of the format. Version 1 has no field <c>model</c>, and is read as that of a DRAW model.</summary>
    public const int FormatVersion = 2;

    /// <summary>The model's sizes.</summary>
    public abstract ModelShape ModelShape { get; }

    /// <summary>The family of models that this one belongs to.</summary>
    internal abstract ModelFamily Family { get; }

    /// <summary>Whether a model may have this name: an ASCII identifier of up to 64 characters that is no C# keyword and no device of Windows.</summary>
    public static bool IsValidName(string name) => Identifier.IsValid(name) && PlainFileName.IsValid(name);

    /// <summary>Reads the manifest of a model of any family.</summary>
    /// <param name="text">The manifest's text.</param>
    /// <param name="source">Its name in messages, such as its path.</param>
    /// <exception cref="InvalidDataException">The manifest is refused; the message says where and why.</exception>
    public static ModelManifest Parse(string text, string source)
    {
        (ModelManifest? manifest, IReadOnlyList<ManifestError> errors) = ManifestReader.Read(text);
        if (manifest is null)
        {
            ManifestError first = errors[0];
            TextPosition start = first.Range.Start;
            throw new InvalidDataException($"{source}({start.Line + 1},{start.Column + 1}): {first.Message}");
        }

        return manifest;
    }

    /// <summary>Reads the manifest of a model of one family.</summary>
    private protected static T Parse<T>(string text, string source, ModelFamily family)
        where T : ModelManifest =>
        Parse(text, source) switch
        {
            T manifest => manifest,
            ModelManifest other => throw new InvalidDataException(
                $"{source} describes a {other.Family.Title}; the manifest of a {family.Title} was expected."),
        };
}
