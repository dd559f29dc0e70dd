using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace DrawAot.Weights;

/// <summary>
/// Reads the JSON header of a safetensors file, which is not trusted:
/// <c>{"NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {"KEY": "VALUE"}}</c>.
/// </summary>
internal ref struct SafetensorsHeader
{
    public const string MetadataName = "__metadata__";
    private const string TensorKeys = "an object with dtype, shape and data_offsets";

    private readonly string _source;
    private readonly Dictionary<string, SafetensorsTensor> _tensors = [];
    private Dictionary<string, string>? _metadata;
    private Utf8JsonReader _json;

    private SafetensorsHeader(ReadOnlySpan<byte> json, string source)
    {
        _json = new Utf8JsonReader(json);
        _source = source;
    }

    /// <summary>Reads a header, each tensor checked by itself but not yet its place in the data.</summary>
    /// <exception cref="WeightsException">The header breaks the format.</exception>
    public static (Dictionary<string, SafetensorsTensor> Tensors, Dictionary<string, string> Metadata) Read(
        ReadOnlySpan<byte> json, string source)
    {
        if (json.IsEmpty || json[0] != '{')
        {
            throw WeightsErrors.Of(source, "the header does not begin with '{'; expected a JSON object");
        }

        if (!Utf8.IsValid(json))
        {
            throw WeightsErrors.Of(source, "the header is not UTF-8; expected JSON in UTF-8");
        }

        var header = new SafetensorsHeader(json, source);
        try
        {
            header.ReadEntries();
        }
        catch (JsonException)
        {
            throw WeightsErrors.Of(source, $"the header stops being JSON near its byte {header._json.BytesConsumed}; expected a JSON object");
        }

        return (header._tensors, header._metadata ?? []);
    }

    private void ReadEntries()
    {
        _json.Read();
        while (NextKey() is string name)
        {
            if (name == MetadataName)
            {
                ReadMetadata();
            }
            else
            {
                ReadTensor(name);
            }
        }

        // Only white space may follow; anything else throws.
        _json.Read();
    }

    private void ReadMetadata()
    {
        if (_metadata is not null)
        {
            throw Refused($"the header has two entries named {MetadataName}; expected at most one");
        }

        _metadata = [];
        Expect(JsonTokenType.StartObject, MetadataName, "an object of strings");
        while (NextKey() is string key)
        {
            Expect(JsonTokenType.String, $"the value of {WeightsErrors.Quoted(key)} in {MetadataName}", "a string");
            if (!_metadata.TryAdd(key, Text()))
            {
                throw Refused($"{MetadataName} has the key {WeightsErrors.Quoted(key)} twice; expected each once");
            }
        }
    }

    private void ReadTensor(string name)
    {
        string tensor = $"tensor {WeightsErrors.Quoted(name)}";
        string? dataType = null;
        List<long>? shape = null, offsets = null;

        Expect(JsonTokenType.StartObject, tensor, TensorKeys);
        while (NextKey() is string key)
        {
            switch (key)
            {
                case "dtype" when dataType is null:
                    Expect(JsonTokenType.String, $"the dtype of {tensor}", "a string");
                    dataType = Text();
                    break;
                case "shape" when shape is null:
                    shape = Numbers($"the shape of {tensor}");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Numbers($"the data_offsets of {tensor}");
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw Refused($"{tensor} has {key} twice; expected {TensorKeys}");
                default:
                    throw Refused($"{tensor} has the unknown key {WeightsErrors.Quoted(key)}; expected {TensorKeys}");
            }
        }

        if (dataType is null || shape is null || offsets is null)
        {
            string missing = dataType is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw Refused($"{tensor} has no {missing}; expected {TensorKeys}");
        }

        if (offsets is not [long begin, long end] || begin > end)
        {
            throw Refused($"{tensor} has data_offsets {WeightsErrors.Listed(offsets)}; expected two, the first not above the second");
        }

        RequireSize(tensor, dataType, shape, end - begin);
        if (!_tensors.TryAdd(name, new SafetensorsTensor(name, dataType, shape, begin, end)))
        {
            throw Refused($"{tensor} stands in the header twice; expected each name once");
        }
    }

    private readonly void RequireSize(string tensor, string dataType, List<long> shape, long found)
    {
        if (SafetensorsTensor.ElementSize(dataType) is not int elementSize)
        {
            throw Refused($"{tensor} has the dtype {WeightsErrors.Quoted(dataType)}; expected one that the format knows, such as F32");
        }

        Int128 size = elementSize;
        foreach (long dimension in shape)
        {
            size *= dimension;
            if (size > long.MaxValue)
            {
                throw Refused(
                    $"{tensor} has the shape {WeightsErrors.Listed(shape)}, which is beyond all memory; expected less than 2⁶³ bytes");
            }
        }

        if (size != found)
        {
            throw Refused($"{tensor} has {found} bytes of data; expected {size} for {dataType} of shape {WeightsErrors.Listed(shape)}");
        }
    }

    /// <summary>The next key of an object, or null at its end.</summary>
    private string? NextKey()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.EndObject ? null : Text();
    }

    private List<long> Numbers(string what)
    {
        Expect(JsonTokenType.StartArray, what, "an array of whole numbers");
        var numbers = new List<long>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || _json.ValueSpan[0] == '-' || !_json.TryGetInt64(out long number))
            {
                string found = WeightsErrors.Quoted(Encoding.UTF8.GetString(_json.ValueSpan));
                throw Refused($"{what} has the element {found}; expected a whole number from 0 to {long.MaxValue}");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private void Expect(JsonTokenType expected, string what, string description)
    {
        _json.Read();
        if (_json.TokenType != expected)
        {
            throw Refused($"{what} is {Kind()}; expected {description}");
        }
    }

    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refused($"the header has half a surrogate pair near its byte {_json.BytesConsumed}; expected Unicode text");
        }
    }

    private readonly WeightsException Refused(string sentence) => WeightsErrors.Of(_source, sentence);

    /// <summary>The value just read, as a message names it.</summary>
    private readonly string Kind() => _json.TokenType switch
    {
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.Null => "null",
        _ => "a truth value",
    };
}
