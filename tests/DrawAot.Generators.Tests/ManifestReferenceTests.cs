using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace DrawAot.Generators.Tests;

/// <summary>The reference of manifests under docs is the schema as a page, so that both say the same.</summary>
public sealed class ManifestReferenceTests
{
    private const string Update =
        "DRAWAOT_UPDATE_SNAPSHOTS=1 dotnet test tests/DrawAot.Generators.Tests -c Release --filter ManifestReferenceTests";

    private static readonly string Page = typeof(ManifestReferenceTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Docs").Value + "/manifest.md";

    private static readonly JsonObject Definitions = ReadSchema()["definitions"]!.AsObject();

    [Fact]
    public void The_page_says_what_the_schema_says()
    {
        string expected = Render();
        if (Environment.GetEnvironmentVariable("DRAWAOT_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(Page, expected);
        }

        Assert.True(File.Exists(Page) && File.ReadAllText(Page) == expected, $"docs/manifest.md is not the schema's page; this writes it anew: {Update}");
    }

    private static JsonObject ReadSchema()
    {
        using Stream stream = typeof(ManifestReferenceTests).Assembly.GetManifestResourceStream("draw.schema.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    private static string Render()
    {
        JsonObject draw = Definitions["draw"]!.AsObject(), classifier = Definitions["classifier"]!.AsObject();
        string[] common = [.. Fields(draw).Where(field => field.Value!["$ref"] is not null).Select(field => field.Key)];
        Assert.Equal(common, Fields(classifier).Where(field => field.Value!["$ref"] is not null).Select(field => field.Key));
        return $"""
            # Manifests

            <!-- Written from generators/DrawAot.Generators/draw.schema.json by a test: {Update} -->

            A model's manifest is a JSON file called `NAME.draw.json`. [draw.schema.json](../generators/DrawAot.Generators/draw.schema.json) describes it to editors, and this page has the same facts. Comments and trailing commas are not JSON. A field that is missing, unknown, mistyped or out of range is a build error at its line and column: [diagnostics](diagnostics.md). Examples: [mnist.draw.json](../src/DrawAot.Models/mnist/mnist.draw.json) (DRAW) and [cluttered.draw.json](../src/DrawAot.Models/cluttered/cluttered.draw.json) (classifier).

            Format 2 names the model's family in `model`; format 1 is DRAW. Sizes in the field's notation, A, B, C, T, Z, H and N, are those of [import.md](import.md), which has the tensors of DRAW that follow from them; a classifier's are in [ClassifierTensors](../generators/DrawAot.Generators/Models/Classifier/ClassifierTensors.cs).

            ## Every model

            {Table(draw, common.Contains)}

            ## DRAW

            {draw["description"]}

            {Table(draw, field => !common.Contains(field))}

            ## Classifier

            {classifier["description"]}

            {Table(classifier, field => !common.Contains(field))}

            """.ReplaceLineEndings("\n");
    }

    private static string Table(JsonObject family, Func<string, bool> includes)
    {
        var table = new StringBuilder("| field | value | required | meaning |\n|---|---|---|---|");
        string[] inFormat2 = Names(family["else"]?["required"]);
        foreach ((string name, JsonNode? field) in Fields(family).Where(field => includes(field.Key)))
        {
            AddRows(table, name, Resolved(field!), inFormat2.Contains(name) ? "in format 2" : Required(family, name));
        }

        return table.ToString();
    }

    /// <summary>A row for a field, and one for each field of an object.</summary>
    private static void AddRows(StringBuilder table, string path, JsonObject field, string required)
    {
        table.Append(CultureInfo.InvariantCulture, $"\n| `{path}` | {Value(field)} | {required} | {field["description"]} |");
        foreach ((string name, JsonNode? inner) in field["properties"] is JsonObject fields ? fields.AsEnumerable() : [])
        {
            AddRows(table, $"{path}.{name}", Resolved(inner!), Required(field, name));
        }
    }

    /// <summary>The values that a field may have, in words.</summary>
    private static string Value(JsonObject field)
    {
        if (field["const"] is JsonNode only)
        {
            return Code(only);
        }

        if (field["enum"] is JsonArray values)
        {
            return string.Join(", ", values.Select(value => Code(value!)));
        }

        string[] types = Names(field["type"] is JsonArray several ? several : new JsonArray(field["type"]!.DeepClone()));
        return string.Join(" or ", types.Select(type => type switch
        {
            "integer" => $"integer{Range(field, "minimum", "maximum", "from")}",
            "string" => $"string{Range(field, "minLength", "maxLength", "of", " characters")}",
            "array" => $"array{Range(field, "minItems", "maxItems", "of", field["uniqueItems"] is null ? " values" : " different values")}, each: {Value(field["items"]!.AsObject())}",
            _ => type,
        }));
    }

    private static string Range(JsonObject field, string smallest, string largest, string from, string unit = "") => field[largest] is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" {from} {(long)field[smallest]!} to {(long)field[largest]!:N0}{unit}");

    private static string Required(JsonObject parent, string name) => Names(parent["required"]).Contains(name) ? "yes" : "no";

    private static string Code(JsonNode value) => $"`{value.ToJsonString()}`";

    private static string[] Names(JsonNode? array) => array is null ? [] : [.. array.AsArray().Select(name => (string)name!)];

    private static JsonObject Fields(JsonObject type) => type["properties"]!.AsObject();

    private static JsonObject Resolved(JsonNode field) =>
        (string?)field["$ref"] is string reference ? Definitions[reference.Split('/')[^1]]!.AsObject() : field.AsObject();
}
