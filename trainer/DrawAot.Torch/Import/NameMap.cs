using DrawAot.Manifest;
using DrawAot.Weights;

namespace DrawAot.Torch.Import;

/// <summary>
/// A file of names, <c>{"our name": "their name", …}</c>. A list of names is a sum, as of two biases; null is zeros.
/// </summary>
/// <param name="Source">Its path.</param>
/// <param name="Names">Their names by ours; none for zeros.</param>
internal sealed record NameMap(string Source, IReadOnlyDictionary<string, IReadOnlyList<NameMap.Entry>> Names)
{
    /// <summary>No file.</summary>
    public static NameMap Empty { get; } = new("", new Dictionary<string, IReadOnlyList<Entry>>());

    /// <summary>A foreign name and where it stands in the map, for messages: <c>names.json(2,24)</c>.</summary>
    public sealed record Entry(string Name, string Place);

    /// <summary>Reads a map.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The names that may be mapped.</param>
    /// <exception cref="WeightsException">The file is no such map; the message says where and why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NameMap Read(string path, NameTable table)
    {
        const string Expected = "an object of our names and theirs, {\"decoder.bias\": \"dec.b\"}, was expected";
        JsonValue json;
        try
        {
            json = JsonReader.Read(RegularFile.ReadAllText(path, "a map of names"));
        }
        catch (JsonSyntaxException fault)
        {
            throw Refused(fault.Range, $"{fault.Message}; {Expected}");
        }

        if (json is not JsonObject map)
        {
            throw Refused(json.Range, $"the map is {json.Kind}; {Expected}");
        }

        var names = new Dictionary<string, IReadOnlyList<Entry>>();
        foreach (JsonMember member in map.Members)
        {
            if (!table.Names.Contains(member.Name))
            {
                throw Refused(
                    member.NameRange, $"{Quotation.Of(member.Name)} is no tensor of the model; one of {string.Join(", ", table.Names)} was expected");
            }

            names.Add(member.Name, member.Value switch
            {
                JsonLiteral { IsNull: true } => [],
                JsonString text => [At(text)],
                JsonArray { Items.Count: 1 or 2 } list when list.Items.All(item => item is JsonString) => [.. list.Items.Cast<JsonString>().Select(At)],
                _ => throw Refused(
                    member.Value.Range,
                    $"{Quotation.Of(member.Name)} is {member.Value.Kind}; the name of a tensor, a list of two to be added, or null for zeros was expected"),
            });
        }

        return new NameMap(path, names);

        Entry At(JsonString text) => new(text.Text, Place(text.Range));
        string Place(TextRange range) => $"{path}({range.Start.Line + 1},{range.Start.Column + 1})";
        WeightsException Refused(TextRange range, string sentence) => new($"{Place(range)}: {sentence}.");
    }
}
