using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DrawAot.Layout;

namespace DrawAot.Manifest;

/// <summary>Turns a manifest's text into a <see cref="ModelManifest"/>, or into all of its faults.</summary>
internal sealed class ManifestReader
{
    internal const int LargestSide = 4096, LargestChannels = 4, LargestCount = 65536, LargestAttention = 256;
    private const int Sha256Digits = 64;

    private const string FirstFormat = "1";
    private static readonly string Format = ModelManifest.FormatVersion.ToString(CultureInfo.InvariantCulture);

    /// <summary>Floats of packed weights, and of a session: both are addressed with offsets of 32 bits, with room to spare.</summary>
    private const long LargestWeights = 1L << 29, LargestSession = 1L << 30;

    private readonly List<ManifestError> _errors = [];

    /// <summary>Reads a manifest; either the manifest is null or there are no errors, which come in the text's order.</summary>
    public static (ModelManifest? Manifest, IReadOnlyList<ManifestError> Errors) Read(string text)
    {
        var reader = new ManifestReader();
        try
        {
            ModelManifest? manifest = reader.ReadManifest(JsonReader.Read(text));
            return reader._errors.Count == 0
                ? (manifest, [])
                : (null, [.. reader._errors.OrderBy(error => error.Range.Start.Offset)]);
        }
        catch (JsonSyntaxException syntax)
        {
            string message = $"The manifest cannot be read as JSON: {syntax.Message}.";
            return (null, [new ManifestError(ManifestFault.Syntax, message, syntax.Range)]);
        }
    }

    private ModelManifest? ReadManifest(JsonValue value)
    {
        if (value is not JsonObject source)
        {
            Refuse(ManifestFault.WrongType, value.Range, $"The manifest is {value.Kind}; an object was expected.");
            return null;
        }

        var root = new ManifestFields(source, prefix: "", _errors);
        if (ReadFormat(root) is not string format)
        {
            // Another format has other fields; faults by the rules of this one would mislead.
            return null;
        }

        ModelFamily? family = format == FirstFormat ? ModelFamily.All[0] : ReadFamily(root);
        if (family is null)
        {
            return null;
        }

        string name = ReadName(root);
        ManifestFields image = root.Object("image");
        int width = image.Size("width", LargestSide);
        int height = image.Size("height", LargestSide);
        int channels = image.Size("channels", LargestChannels);
        int glimpses = root.Size("glimpses", LargestCount);
        ModelManifest manifest = family.Read(root, new ModelFamily.CommonFields(name, width, height, channels, glimpses));
        ManifestFields weights = root.Object("weights");
        manifest = manifest with
        {
            WeightsFile = ReadFileName(weights),
            WeightsSha256 = ReadSha256(weights),
            Precision = ReadPrecision(weights),
        };
        IgnoreTraining(root);
        root.Optional("$schema");
        root.RefuseUnknown();
        if (_errors.Count == 0)
        {
            RequireModestSize(manifest.ModelShape, manifest.Precision, source);
        }

        return manifest;
    }

    /// <summary>The format's version; the newest if the field is no integer; null if this version does not know the format.</summary>
    private static string? ReadFormat(ManifestFields root)
    {
        string expected = $"the integer {FirstFormat} or {Format}";
        switch (root.Required("format", expected))
        {
            case JsonNumber number when number.Text == FirstFormat || number.Text == Format:
                return number.Text;
            case JsonNumber { IsInteger: true } number:
                root.Refuse(
                    ManifestFault.NotAllowed, "format", number, Quotation.Line(number.Text),
                    $"this version of DrawAot reads the formats {FirstFormat} and {Format}");
                return null;
            case JsonNumber number:
                root.Refuse(ManifestFault.WrongType, "format", number, Quotation.Line(number.Text), $"{expected} was expected");
                break;
            case JsonValue value:
                root.RefuseType("format", value, expected);
                break;
        }

        // Manifests of format 1 know no field "model".
        return root.Has("model") ? Format : FirstFormat;
    }

    /// <summary>The family of the model; null after noting that there is none.</summary>
    private static ModelFamily? ReadFamily(ManifestFields root)
    {
        string expected = string.Join(" or ", ModelFamily.All.Select(family => $"'{family.Name}'"));
        if (root.Text("model", expected) is not JsonString name)
        {
            return null;
        }

        ModelFamily? found = ModelFamily.All.FirstOrDefault(family => family.Name == name.Text);
        if (found is null)
        {
            root.Refuse(ManifestFault.NotAllowed, "model", name, Quotation.Of(name.Text), $"{expected} was expected");
        }

        return found;
    }

    private static string ReadName(ManifestFields root)
    {
        JsonString? name = root.Text("name", "an identifier");
        if (name is not null && !Identifier.IsValid(name.Text))
        {
            root.Refuse(
                ManifestFault.NotAnIdentifier, "name", name, Quotation.Of(name.Text),
                "an identifier was expected: ASCII letters, digits and '_', not starting with a digit, no C# keyword, " +
                $"at most {Identifier.LongestLength} characters");
        }

        return name?.Text ?? "";
    }

    private static string ReadFileName(ManifestFields weights)
    {
        JsonString? file = weights.Text("file", "the name of the weights file");
        if (file is not null && !PlainFileName.IsValid(file.Text))
        {
            weights.Refuse(
                ManifestFault.NotAllowed, "file", file, Quotation.Of(file.Text),
                "the plain name of a file beside the manifest was expected: no folder, none of < > : \" / \\ | ? * ; % $ @, " +
                "no space before or after it, no dot at its end, no device of Windows (CON, NUL, COM1, …), " +
                $"at most {PlainFileName.LongestLength} characters");
        }

        return file?.Text ?? "";
    }

    private static string ReadSha256(ManifestFields weights)
    {
        string expected = $"a SHA-256 of {Sha256Digits} hexadecimal digits";
        JsonString? sha256 = weights.Text("sha256", expected);
        string digits = sha256?.Text.ToLowerInvariant() ?? "";
        if (sha256 is not null && !(digits.Length == Sha256Digits && digits.All(IsHexadecimal)))
        {
            weights.Refuse(
                ManifestFault.NotAllowed, "sha256", sha256, Quotation.Of(sha256.Text), $"{expected} was expected");
        }

        return digits;
    }

    private static bool IsHexadecimal(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f');

    private static WeightPrecision ReadPrecision(ManifestFields weights)
    {
        const string Known = "'float32', 'bfloat16' or 'int8'";
        JsonString? precision = weights.Text("precision", Known);
        switch (precision?.Text)
        {
            case "bfloat16":
                return WeightPrecision.Bfloat16;
            case "int8":
                return WeightPrecision.Int8;
            case null or "float32":
                return WeightPrecision.Float32;
            default:
                weights.Refuse(
                    ManifestFault.NotAllowed, "precision", precision, Quotation.Of(precision.Text), $"{Known} was expected");
                return WeightPrecision.Float32;
        }
    }

    /// <summary>The block on training is an object of any content.</summary>
    private static void IgnoreTraining(ManifestFields root)
    {
        if (root.Optional("training") is JsonValue training and not JsonObject)
        {
            root.RefuseType("training", training, "an object");
        }
    }

    private void RequireModestSize(ModelShape shape, WeightPrecision precision, JsonObject source)
    {
        ModelLayout layout = shape.Layout(precision);
        if (layout.Weights.Words is > LargestWeights and long weights)
        {
            RefuseSize($"The model's packed weights are {Invariant(weights)} floats", LargestWeights);
        }
        else if (layout.SessionFloats is > LargestSession and long session)
        {
            RefuseSize($"A session of the model takes {Invariant(session)} floats", LargestSession);
        }

        void RefuseSize(string size, long largest)
        {
            // The whole file is at fault; its first brace stands for it.
            TextPosition start = source.Range.Start;
            Refuse(
                ManifestFault.TooLarge,
                new TextRange(start, new TextPosition(start.Offset + 1, start.Line, start.Column + 1)),
                $"{size}; at most {Invariant(largest)} are supported.");
        }
    }

    private void Refuse(ManifestFault fault, TextRange range, string message) =>
        _errors.Add(new ManifestError(fault, message, range));

    private static string Invariant(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
