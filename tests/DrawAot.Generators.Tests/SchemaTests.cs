using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DrawAot.Generators.Tests.Diagnostics;

namespace DrawAot.Generators.Tests;

/// <summary>
/// The schema that editors use says the same as the reader: the same fields, the same ranges. The schema is read as
/// text, and the reader is asked through the generator.
/// </summary>
public sealed class SchemaTests
{
    private static readonly JsonObject Schema = ReadSchema();

    /// <summary>Every object of the manifests by its path, which begins with the family.</summary>
    private static readonly string[] ObjectPaths =
    [
        "draw", "draw.image", "draw.hidden", "draw.attention", "draw.weights",
        "classifier", "classifier.image", "classifier.attention", "classifier.weights",
    ];

    /// <summary>Every field of the manifests by its path, "draw.image.width" and so on.</summary>
    private static readonly string[] FieldPaths =
        [.. ObjectPaths.SelectMany(path => Properties(path).Select(property => $"{path}.{property.Key}"))];

    public static TheoryData<string> Objects => [.. ObjectPaths];

    public static TheoryData<string> Fields => [.. FieldPaths];

    public static TheoryData<string> Sizes => [.. FieldPaths.Where(path => Find(path).ContainsKey("minimum"))];

    [Fact]
    public void All_objects_with_fields_are_tested() => Assert.Equal(
        ObjectPaths.Order(), FieldPaths.Where(path => Find(path).ContainsKey("properties")).Concat(["draw", "classifier"]).Order());

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_schema_has_the_fields_that_the_reader_knows(string path)
    {
        JsonObject manifest = Sound(path);
        At(manifest, path)["unknown"] = 1;
        string fault = Assert.Single(Faults(manifest));

        Match known = Regex.Match(fault, @"DRAW003: The field '[a-z.]*unknown' is not known; one of (.*) was expected\.$");
        Assert.True(known.Success, fault);
        string[] fields = path == "draw" ? [.. Properties(path).Select(field => field.Key).Except(["model"])] : [.. Properties(path).Select(field => field.Key)];
        Assert.Equal(known.Groups[1].Value.Split(", ").Order(), fields.Order());
        Assert.False((bool)Find(path)["additionalProperties"]!);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void The_schema_requires_the_fields_that_the_reader_requires(string path)
    {
        (string parent, string name) = Split(path);
        JsonObject manifest = Sound(path);
        At(manifest, parent).Remove(name);

        bool required = Find(parent)["required"]!.AsArray().Any(field => (string?)field == name);
        Assert.Equal(required ? ["DRAW002"] : [], Ids(manifest));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void The_schema_describes_every_field_in_a_sentence(string path) =>
        Assert.Matches(@"^[A-Z].*\.$", (string?)Find(path)["description"]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_size_has_the_bounds_of_the_schema(string path)
    {
        long smallest = (long)Find(path)["minimum"]!, largest = (long)Find(path)["maximum"]!;

        // The largest of some sizes make a model too large, which is another fault than a size out of range.
        Assert.Empty(Ids(With(path, smallest)));
        Assert.DoesNotContain("DRAW005", Ids(With(path, largest)));
        Assert.Equal(["DRAW005"], Ids(With(path, smallest - 1)));
        Assert.Equal(["DRAW005"], Ids(With(path, largest + 1)));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_has_the_types_of_the_schema(string path)
    {
        JsonNode types = Find(path)["type"]!;
        string[] allowed = types is JsonArray several ? [.. several.Select(type => (string)type!)] : [(string)types!];
        if (path.EndsWith("$schema", StringComparison.Ordinal) || path is "draw.model" or "classifier.format")
        {
            // The reader does not look at the first; in format 1 there is no second; the third decides what all others are.
            return;
        }

        (string Type, JsonNode? Value)[] samples =
        [
            ("string", "text"), ("integer", 1), ("number", 1.5), ("boolean", true), ("null", null),
            ("array", new JsonArray()), ("object", new JsonObject()),
        ];
        foreach ((string type, JsonNode? value) in samples)
        {
            Assert.Equal(!allowed.Contains(type), Ids(With(path, value?.DeepClone())).Contains("DRAW004"));
        }
    }

    [Fact]
    public void The_formats_of_the_schema_are_read_and_no_others()
    {
        int[] formats = [.. Find("draw.format")["enum"]!.AsArray().Select(format => (int)format!)];
        foreach (int format in formats)
        {
            JsonObject manifest = With("draw.format", format);
            if (format > 1)
            {
                manifest["model"] = (string)Find("draw.model")["const"]!;
            }

            Assert.Empty(Ids(manifest));
        }

        Assert.Equal(["DRAW007"], Ids(With("draw.format", formats.Max() + 1)));
        Assert.Empty(Ids(With("classifier.format", (int)Find("classifier.format")["const"]!)));
        Assert.Contains("DRAW003", Ids(With("classifier.format", 1)));
    }

    [Fact]
    public void A_model_is_of_a_family_of_the_schema()
    {
        Assert.Empty(Ids(With("classifier.model", (string)Find("classifier.model")["const"]!)));
        Assert.Equal(["DRAW007"], Ids(With("classifier.model", "Classifier")));
    }

    [Theory]
    [InlineData("draw")]
    [InlineData("classifier")]
    public void The_precision_has_the_values_of_the_schema(string family)
    {
        foreach (JsonNode? precision in Find(family + ".weights.precision")["enum"]!.AsArray())
        {
            Assert.Empty(Ids(With(family + ".weights.precision", precision!.DeepClone())));
        }
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("", "b")]
    [InlineData("a", "a")]
    [InlineData("größe 2", "\"<&>\\")]
    [InlineData("a\nb", "b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", "b")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", "b")]
    public void Labels_are_refused_by_both_or_by_neither(string first, string second)
    {
        JsonObject label = Find("classifier.classes")["items"]!.AsObject();
        bool matches = first != second && new[] { first, second }.All(text => text.Length >= (int)label["minLength"]!
            && text.Length <= (int)label["maxLength"]!
            && Regex.IsMatch(text, (string)label["pattern"]!, RegexOptions.ECMAScript));
        Assert.Equal(matches, Ids(With("classifier.classes", new JsonArray(first, second))).Length == 0);
    }

    [Fact]
    public void The_number_of_classes_has_the_bounds_of_the_schema()
    {
        int fewest = (int)Find("classifier.classes")["minItems"]!, most = (int)Find("classifier.classes")["maxItems"]!;
        Assert.Empty(Ids(With("classifier.classes", Labels(fewest))));
        Assert.Equal(["DRAW005"], Ids(With("classifier.classes", Labels(fewest - 1))));
        Assert.Empty(Ids(With("classifier.classes", Labels(most))));
        Assert.Equal(["DRAW005"], Ids(With("classifier.classes", Labels(most + 1))));

        static JsonArray Labels(int count) => new([.. Enumerable.Range(0, count).Select(k => (JsonNode)$"c{k}")]);
    }

    [Theory]
    [InlineData("name", "tiny")]
    [InlineData("name", "_1")]
    [InlineData("name", "")]
    [InlineData("name", "1a")]
    [InlineData("name", "a-b")]
    [InlineData("name", "größe")]
    [InlineData("name", "0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("name", "n123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("name", "n1234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("weights.file", "a")]
    [InlineData("weights.file", "größe (2).safetensors")]
    [InlineData("weights.file", "")]
    [InlineData("weights.file", "..")]
    [InlineData("weights.file", "a.")]
    [InlineData("weights.file", "a ")]
    [InlineData("weights.file", " a")]
    [InlineData("weights.file", "a;b")]
    [InlineData("weights.file", "a%20b")]
    [InlineData("weights.file", "$(a)")]
    [InlineData("weights.file", "a@b")]
    [InlineData("weights.file", "CON")]
    [InlineData("weights.file", "Nul.safetensors")]
    [InlineData("weights.file", "aux .a.b")]
    [InlineData("weights.file", "lpt9.a")]
    [InlineData("weights.file", "COM³")]
    [InlineData("weights.file", "COM10")]
    [InlineData("weights.file", "console.nul")]
    [InlineData("weights.file", "a/b")]
    [InlineData("weights.file", "a\\b")]
    [InlineData("weights.file", "a\"b")]
    [InlineData("weights.file", "C:a")]
    [InlineData("weights.file", "a*b")]
    [InlineData("weights.file", "a\nb")]
    [InlineData("weights.file", "a\u0085b")]
    [InlineData("weights.file", "a\u2028b")]
    [InlineData("weights.sha256", "")]
    [InlineData("weights.sha256", "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef")]
    [InlineData("weights.sha256", "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdeg")]
    public void A_text_is_refused_by_both_or_by_neither(string path, string text)
    {
        JsonObject field = Find("draw." + path);
        bool matches = Regex.IsMatch(text, (string)field["pattern"]!, RegexOptions.ECMAScript)
            && text.Length >= ((int?)field["minLength"] ?? 0)
            && text.Length <= ((int?)field["maxLength"] ?? int.MaxValue);
        Assert.Equal(matches, Ids(With("draw." + path, text)).Length == 0);
    }

    [Fact]
    public void File_names_have_the_same_longest_length()
    {
        int longest = (int)Find("draw.weights.file")["maxLength"]!;
        Assert.Empty(Ids(With("draw.weights.file", new string('a', longest))));
        Assert.Equal(["DRAW007"], Ids(With("draw.weights.file", new string('a', longest + 1))));
    }

    private static JsonObject ReadSchema()
    {
        using Stream stream = typeof(SchemaTests).Assembly.GetManifestResourceStream("draw.schema.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    /// <summary>A sound manifest of the family that a path begins with.</summary>
    private static JsonObject Sound(string path) =>
        JsonNode.Parse(path.StartsWith("draw", StringComparison.Ordinal) ? new ManifestText().ToString() : new ClassifierText().ToString())!.AsObject();

    private static JsonObject With(string path, JsonNode? value)
    {
        (string parent, string name) = Split(path);
        JsonObject manifest = Sound(path);
        At(manifest, parent)[name] = value;
        return manifest;
    }

    private static JsonObject At(JsonObject manifest, string path) => path.IndexOf('.') is >= 0 and int dot ? manifest[path[(dot + 1)..]]!.AsObject() : manifest;

    private static JsonObject Properties(string path) => Find(path)["properties"]!.AsObject();

    /// <summary>The schema of a field, or of the root.</summary>
    private static JsonObject Find(string path)
    {
        (string parent, string name) = Split(path);
        JsonObject found = (parent.Length == 0 ? Schema["definitions"] : Find(parent)["properties"])![name]!.AsObject();
        return (string?)found["$ref"] is string reference ? Schema["definitions"]![reference.Split('/')[^1]]!.AsObject() : found;
    }

    private static (string Parent, string Name) Split(string path) =>
        path.LastIndexOf('.') is >= 0 and int dot ? (path[..dot], path[(dot + 1)..]) : ("", path);

    private static string[] Ids(JsonObject manifest) =>
        [.. ManifestVerdict.Faults(manifest.ToJsonString()).Select(fault => fault.Id).Distinct()];

    private static string[] Faults(JsonObject manifest) =>
        [.. ManifestVerdict.Faults(manifest.ToJsonString()).Select(fault => $"{fault.Id}: {fault.GetMessage(CultureInfo.InvariantCulture)}")];
}
