using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;

namespace DrawAot.Manifest;

/// <summary>
/// How a generated model stores and multiplies its weights. The weights file holds floats in any case; they are rounded
/// when they are loaded.
/// </summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the manifest's words, and the field's.")]
public enum WeightPrecision
{
    /// <summary>32-bit floats throughout, <c>float32</c> in the manifest: exact.</summary>
    Float32 = 0,

    /// <summary>Weights of 16 bits, each within 2⁻⁸ of itself; <c>bfloat16</c> in the manifest.</summary>
    Bfloat16 = 1,

    /// <summary>
    /// The LSTMs' weights over hidden states and the decoder's over latents in 8-bit integers, those states and latents in 7
    /// bits, and all other weights as <see cref="Bfloat16"/>; <c>int8</c> in the manifest.
    /// </summary>
    Int8 = 2,
}

/// <summary>A model's manifest, <c>NAME.draw.json</c>: all that the generator knows of it.</summary>
/// <param name="Name">The model's name, an identifier.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="WeightsFile">Name of its weights file, which stands beside the manifest.</param>
/// <param name="WeightsSha256">SHA-256 of that file, 64 lower-case hexadecimal digits.</param>
/// <param name="Precision">How its weights are stored in the generated model.</param>
public sealed record DrawManifest(
    string Name, DrawShape Shape, string WeightsFile, string WeightsSha256, WeightPrecision Precision)
{
    /// <summary>How a manifest's file name ends.</summary>
    public const string FileExtension = ".draw.json";

    /// <summary>The version of the format that this version reads and writes.</summary>
    public const int FormatVersion = 1;

    /// <summary>Whether a model may have this name: an ASCII identifier of up to 64 characters that is no C# keyword and no device of Windows.</summary>
    public static bool IsValidName(string name) => Identifier.IsValid(name) && PlainFileName.IsValid(name);

    /// <summary>Reads a manifest.</summary>
    /// <param name="text">The manifest's text.</param>
    /// <param name="source">What to call it in a message, such as its path.</param>
    /// <exception cref="InvalidDataException">The manifest is refused; the message says where and why.</exception>
    public static DrawManifest Parse(string text, string source)
    {
        (DrawManifest? manifest, IReadOnlyList<ManifestError> errors) = ManifestReader.Read(text);
        if (manifest is null)
        {
            ManifestError first = errors[0];
            TextPosition start = first.Range.Start;
            throw new InvalidDataException($"{source}({start.Line + 1},{start.Column + 1}): {first.Message}");
        }

        return manifest;
    }
}
