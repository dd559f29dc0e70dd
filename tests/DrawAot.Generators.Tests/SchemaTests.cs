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

    /// <summary>Every object of the manifest by its path, "" for the root.</summary>
    private static readonly string[] ObjectPaths = ["", "image", "hidden", "attention", "weights"];

    /// <summary>Every field of the manifest by its path, "image.width" and so on.</summary>
    private static readonly string[] FieldPaths =
        [.. ObjectPaths.SelectMany(path => Properties(path).Select(property => Join(path, property.Key)))];

    public static TheoryData<string> Objects => [.. ObjectPaths];

    public static TheoryData<string> Fields => [.. FieldPaths];

    public static TheoryData<string> Sizes => [.. FieldPaths.Where(path => Find(path).ContainsKey("minimum"))];

    [Fact]
    public void All_objects_with_fields_are_tested() => Assert.Equal(
        ObjectPaths, FieldPaths.Where(path => Find(path).ContainsKey("properties")).Prepend(""));

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_schema_has_the_fields_that_the_reader_knows(string path)
    {
        JsonObject manifest = Sound();
        At(manifest, path)["unknown"] = 1;
        string fault = Assert.Single(Faults(manifest));

        Match known = Regex.Match(fault, @"DRAW003: The field '[a-z.]*unknown' is not known; one of (.*) was expected\.$");
        Assert.True(known.Success, fault);
        Assert.Equal(known.Groups[1].Value.Split(", ").Order(), Properties(path).Select(field => field.Key).Order());
        Assert.False((bool)Find(path)["additionalProperties"]!);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void The_schema_requires_the_fields_that_the_reader_requires(string path)
    {
        (string parent, string name) = Split(path);
        JsonObject manifest = Sound();
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
        if (path == "$schema")
        {
            // The reader does not look at it.
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
    public void The_format_and_the_precision_have_the_values_of_the_schema()
    {
        Assert.Empty(Ids(With("format", (int)Find("format")["const"]!)));
        Assert.Equal(["DRAW007"], Ids(With("format", (int)Find("format")["const"]! + 1)));
        foreach (JsonNode? precision in Find("weights.precision")["enum"]!.AsArray())
        {
            Assert.Empty(Ids(With("weights.precision", precision!.DeepClone())));
        }
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
        JsonObject field = Find(path);
        bool matches = Regex.IsMatch(text, (string)field["pattern"]!, RegexOptions.ECMAScript)
            && text.Length >= ((int?)field["minLength"] ?? 0)
            && text.Length <= ((int?)field["maxLength"] ?? int.MaxValue);
        Assert.Equal(matches, Ids(With(path, text)).Length == 0);
    }

    [Fact]
    public void File_names_have_the_same_longest_length()
    {
        int longest = (int)Find("weights.file")["maxLength"]!;
        Assert.Empty(Ids(With("weights.file", new string('a', longest))));
        Assert.Equal(["DRAW007"], Ids(With("weights.file", new string('a', longest + 1))));
    }

    private static JsonObject ReadSchema()
    {
        using Stream stream = typeof(SchemaTests).Assembly.GetManifestResourceStream("draw.schema.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    private static JsonObject Sound() => JsonNode.Parse(new ManifestText())!.AsObject();

    private static JsonObject With(string path, JsonNode? value)
    {
        (string parent, string name) = Split(path);
        JsonObject manifest = Sound();
        At(manifest, parent)[name] = value;
        return manifest;
    }

    private static JsonObject At(JsonObject manifest, string path) => path.Length == 0 ? manifest : manifest[path]!.AsObject();

    private static JsonObject Properties(string path) => Find(path)["properties"]!.AsObject();

    /// <summary>What the schema says of a field, or of the root.</summary>
    private static JsonObject Find(string path)
    {
        if (path.Length == 0)
        {
            return Schema;
        }

        (string parent, string name) = Split(path);
        return Find(parent)["properties"]![name]!.AsObject();
    }

    private static (string Parent, string Name) Split(string path) =>
        path.LastIndexOf('.') is >= 0 and int dot ? (path[..dot], path[(dot + 1)..]) : ("", path);

    private static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    private static string[] Ids(JsonObject manifest) =>
        [.. ManifestVerdict.Faults(manifest.ToJsonString()).Select(fault => fault.Id).Distinct()];

    private static string[] Faults(JsonObject manifest) =>
        [.. ManifestVerdict.Faults(manifest.ToJsonString()).Select(fault => $"{fault.Id}: {fault.GetMessage(CultureInfo.InvariantCulture)}")];
}
