using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace DrawAot.Manifest;

/// <summary>Turns a manifest's text into a <see cref="DrawManifest"/>, or into everything that is wrong with it.</summary>
internal sealed class ManifestReader
{
    private const int LargestSide = 4096, LargestChannels = 4, LargestCount = 65536, LargestAttention = 256;

    /// <summary>Packed weights and a session's memory are addressed with 32-bit offsets, with room to spare.</summary>
    private const long LargestParameterCount = 1L << 28;

    private readonly List<ManifestError> _errors = [];

    /// <summary>Reads a manifest; either the manifest is null or there are no errors.</summary>
    public static (DrawManifest? Manifest, IReadOnlyList<ManifestError> Errors) Read(string text)
    {
        var reader = new ManifestReader();
        try
        {
            DrawManifest manifest = reader.ReadManifest(JsonReader.Read(text));
            return (reader._errors.Count == 0 ? manifest : null, reader._errors);
        }
        catch (JsonSyntaxException syntax)
        {
            string message = $"The manifest is no valid JSON: {syntax.Message}.";
            return (null, [new ManifestError(ManifestFault.Syntax, message, syntax.Range)]);
        }
    }

    private DrawManifest ReadManifest(JsonValue value)
    {
        Fields root = Open(value, "the manifest");
        root.Optional("$schema");
        root.Optional("training", out JsonValue? training);
        if (training is not null and not JsonObject)
        {
            Refuse(ManifestFault.WrongType, training, $"'training' is {training.Kind}; an object was expected.");
        }

        if (root.Required("format") is JsonValue format
            && Integer(format, "format", 1, int.MaxValue) is > 0 and not DrawManifest.FormatVersion)
        {
            Refuse(
                ManifestFault.NotAllowed, format,
                $"'format' is {((JsonNumber)format).Text}; this version of DrawAot reads format {DrawManifest.FormatVersion}.");
        }

        string name = ReadName(root);
        Fields image = root.Open("image"), hidden = root.Open("hidden"), attention = root.Open("attention");
        var shape = new DrawShape(
            image.Size("width", LargestSide),
            image.Size("height", LargestSide),
            image.Size("channels", LargestChannels),
            root.Size("glimpses", LargestCount),
            root.Size("latent", LargestCount),
            hidden.Size("encoder", LargestCount),
            hidden.Size("decoder", LargestCount),
            attention.SizeOrNull("read", LargestAttention),
            attention.SizeOrNull("write", LargestAttention));
        (string file, string sha256, WeightPrecision precision) = ReadWeights(root.Open("weights"));

        foreach (Fields fields in (Fields[])[root, image, hidden, attention])
        {
            fields.RefuseUnknown();
        }

        RequireModestSize(shape, value);
        return new DrawManifest(name, shape, file, sha256, precision);
    }

    private string ReadName(Fields root)
    {
        string name = root.Text("name", out JsonValue? value);
        if (value is not null && !Identifier.IsValid(name))
        {
            Refuse(
                ManifestFault.NotAnIdentifier, value,
                $"'name' is '{Shown(name)}'; an identifier was expected: ASCII letters, digits and '_', not starting with a " +
                $"digit, no C# keyword, at most {Identifier.LongestLength} characters.");
        }

        return name;
    }

    private (string File, string Sha256, WeightPrecision Precision) ReadWeights(Fields weights)
    {
        string file = weights.Text("file", out JsonValue? fileValue);
        if (fileValue is not null && !IsPlainFileName(file))
        {
            Refuse(
                ManifestFault.NotAllowed, fileValue,
                $"'weights.file' is '{Shown(file)}'; the plain name of a file beside the manifest was expected, without a folder.");
        }

        string sha256 = weights.Text("sha256", out JsonValue? sha256Value).ToLowerInvariant();
        if (sha256Value is not null && !(sha256.Length == 64 && sha256.All(IsHexadecimal)))
        {
            Refuse(
                ManifestFault.NotAllowed, sha256Value,
                $"'weights.sha256' is '{Shown(sha256)}'; 64 hexadecimal digits were expected.");
        }

        string precision = weights.Text("precision", out JsonValue? precisionValue);
        if (precisionValue is not null && precision != "float32")
        {
            Refuse(
                ManifestFault.NotAllowed, precisionValue,
                $"'weights.precision' is '{Shown(precision)}'; this version of DrawAot knows 'float32'.");
        }

        weights.RefuseUnknown();
        return (file, sha256, WeightPrecision.Exact);
    }

    private static bool IsHexadecimal(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f');

    private static bool IsPlainFileName(string file) =>
        file.Length is > 0 and <= 255 && file is not ("." or "..")
        && file.All(c => c >= ' ' && c is not ('/' or '\\' or ':' or '"' or '\u007f'));

    private void RequireModestSize(DrawShape shape, JsonValue root)
    {
        if (_errors.Count > 0)
        {
            return;
        }

        // Factors are bounded above, but products of them still overflow an int.
        long pixels = (long)shape.Width * shape.Height * shape.Channels;
        long read = 2 * (shape.ReadAttention is int n ? (long)n * n * shape.Channels : pixels);
        long patch = shape.WriteAttention is int m ? (long)m * m * shape.Channels : pixels;
        long he = shape.EncoderHidden, hd = shape.DecoderHidden, z = shape.Latent;
        long parameters = 4 * he * (read + hd + he) + 4 * hd * (z + hd) + 2 * z * he + (patch + 10) * hd + pixels;
        if (parameters > LargestParameterCount)
        {
            Refuse(
                ManifestFault.TooLarge, root,
                $"The model has about {parameters.ToString("N0", CultureInfo.InvariantCulture)} parameters; at most " +
                $"{LargestParameterCount.ToString("N0", CultureInfo.InvariantCulture)} are supported.");
        }
    }

    /// <summary>An integer within bounds, or 0 after refusing what stands there.</summary>
    private int Integer(JsonValue value, string path, int smallest, int largest)
    {
        if (value is not JsonNumber number)
        {
            Refuse(ManifestFault.WrongType, value, $"'{path}' is {value.Kind}; an integer was expected.");
            return 0;
        }

        bool isInteger = number.Text.All(c => c is '-' or (>= '0' and <= '9'));
        if (!isInteger)
        {
            Refuse(ManifestFault.WrongType, value, $"'{path}' is {Shown(number.Text)}; an integer was expected.");
            return 0;
        }

        if (!int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int size)
            || size < smallest || size > largest)
        {
            Refuse(
                ManifestFault.OutOfRange, value,
                largest == int.MaxValue
                    ? $"'{path}' is {Shown(number.Text)}; an integer of at least {smallest} was expected."
                    : $"'{path}' is {Shown(number.Text)}; an integer from {smallest} to {largest} was expected.");
            return 0;
        }

        return size;
    }

    /// <summary>The fields of an object; what is no object is refused and has none.</summary>
    private Fields Open(JsonValue? value, string what)
    {
        if (value is not (null or JsonObject))
        {
            Refuse(ManifestFault.WrongType, value, $"{what} is {value.Kind}; an object was expected.");
        }

        return new Fields(this, value as JsonObject, prefix: "");
    }

    private void Refuse(ManifestFault fault, JsonValue value, string message) => Refuse(fault, value.Range, message);

    private void Refuse(ManifestFault fault, TextRange range, string message) =>
        _errors.Add(new ManifestError(fault, char.ToUpperInvariant(message[0]) + message[1..], range));

    /// <summary>Text from a manifest as a message may show it: short, and on one line.</summary>
    private static string Shown(string text)
    {
        const int Longest = 70;
        string line = new([.. text.Take(Longest).Select(c => char.IsControl(c) ? '�' : c)]);
        return text.Length > Longest ? line + "…" : line;
    }

    /// <summary>Takes fields out of one object, and in the end refuses those that nobody asked for.</summary>
    private sealed class Fields(ManifestReader reader, JsonObject? source, string prefix)
    {
        private readonly HashSet<string> _known = [];

        public JsonValue? Required(string name)
        {
            Optional(name, out JsonValue? value);
            if (value is null && source is not null)
            {
                // The closing brace is where the missing field would be added.
                TextPosition end = source.Range.End;
                TextPosition brace = new(end.Offset - 1, end.Line, end.Column - 1);
                reader.Refuse(
                    ManifestFault.MissingField, new TextRange(brace, end), $"the field '{prefix}{name}' is missing.");
            }

            return value;
        }

        public void Optional(string name) => Optional(name, out _);

        public void Optional(string name, out JsonValue? value)
        {
            _known.Add(name);
            value = source?.Members.FirstOrDefault(member => member.Name == name)?.Value;
        }

        public Fields Open(string name)
        {
            JsonValue? value = Required(name);
            if (value is not (null or JsonObject))
            {
                reader.Refuse(ManifestFault.WrongType, value, $"'{prefix}{name}' is {value.Kind}; an object was expected.");
            }

            return new Fields(reader, value as JsonObject, $"{prefix}{name}.");
        }

        public int Size(string name, int largest) =>
            Required(name) is JsonValue value ? reader.Integer(value, prefix + name, 1, largest) : 0;

        public int? SizeOrNull(string name, int largest) => Required(name) switch
        {
            null or JsonLiteral { IsNull: true } => null,
            JsonValue value => reader.Integer(value, prefix + name, 1, largest),
        };

        public string Text(string name, out JsonValue? value)
        {
            value = Required(name);
            if (value is JsonString text)
            {
                return text.Text;
            }

            if (value is not null)
            {
                reader.Refuse(ManifestFault.WrongType, value, $"'{prefix}{name}' is {value.Kind}; a string was expected.");
                value = null;
            }

            return "";
        }

        public void RefuseUnknown()
        {
            foreach (JsonMember member in source?.Members ?? [])
            {
                if (!_known.Contains(member.Name))
                {
                    reader.Refuse(
                        ManifestFault.UnknownField, member.NameRange,
                        $"the field '{prefix}{Shown(member.Name)}' is not known; known here are {string.Join(", ", _known)}.");
                }
            }
        }
    }
}
