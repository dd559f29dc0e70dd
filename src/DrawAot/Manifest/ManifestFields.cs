using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace DrawAot.Manifest;

/// <summary>
/// Takes fields out of one object of a manifest, and notes their faults. The expectation of a field is stated once, as
/// <c>expected</c>, and stands in every message about it.
/// </summary>
internal sealed class ManifestFields(JsonObject? source, string prefix, List<ManifestError> errors)
{
    private readonly List<string> _known = [];
    private readonly List<ManifestFields> _objects = [];

    /// <summary>A field that must be there; null after noting that it is not. An object that is missing has no fields to miss.</summary>
    public JsonValue? Required(string name, string expected)
    {
        JsonValue? value = Optional(name);
        if (value is null && source is not null)
        {
            // The closing brace is where the missing field would be added.
            TextPosition end = source.Range.End;
            TextPosition brace = new(end.Offset - 1, end.Line, end.Column - 1);
            Refuse(
                ManifestFault.MissingField, new TextRange(brace, end),
                $"The field '{prefix}{name}' is missing; {expected} was expected.");
        }

        return value;
    }

    /// <summary>Whether a field is there.</summary>
    public bool Has(string name) => source?.Members.Any(member => member.Name == name) ?? false;

    /// <summary>A field that may be there.</summary>
    public JsonValue? Optional(string name)
    {
        _known.Add(name);
        return source?.Members.FirstOrDefault(member => member.Name == name)?.Value;
    }

    /// <summary>An object and its fields, of which there are none where it is missing or no object.</summary>
    public ManifestFields Object(string name)
    {
        const string Expected = "an object";
        JsonValue? value = Required(name, Expected);
        if (value is not (null or JsonObject))
        {
            RefuseType(name, value, Expected);
        }

        var fields = new ManifestFields(value as JsonObject, $"{prefix}{name}.", errors);
        _objects.Add(fields);
        return fields;
    }

    /// <summary>An integer from 1 to <paramref name="largest"/>, or 0 after noting why there is none.</summary>
    public int Size(string name, int largest)
    {
        string expected = $"an integer from 1 to {largest}";
        return Required(name, expected) is JsonValue value ? Integer(name, value, largest, expected) : 0;
    }

    /// <summary>The same, or null where the manifest says so.</summary>
    public int? SizeOrNull(string name, int largest)
    {
        string expected = $"an integer from 1 to {largest} or null";
        return Required(name, expected) switch
        {
            null or JsonLiteral { IsNull: true } => null,
            JsonValue value => Integer(name, value, largest, expected),
        };
    }

    /// <summary>A string, or null after noting why there is none.</summary>
    public JsonString? Text(string name, string expected)
    {
        JsonValue? value = Required(name, expected);
        if (value is not (null or JsonString))
        {
            RefuseType(name, value, expected);
        }

        return value as JsonString;
    }

    /// <summary>Refuses the fields that were not read, here and in the objects that were.</summary>
    public void RefuseUnknown()
    {
        foreach (JsonMember member in source?.Members ?? [])
        {
            if (!_known.Contains(member.Name))
            {
                Refuse(
                    ManifestFault.UnknownField, member.NameRange,
                    $"The field {Quotation.Of(prefix + member.Name)} is not known; one of {string.Join(", ", _known)} was expected.");
            }
        }

        foreach (ManifestFields fields in _objects)
        {
            fields.RefuseUnknown();
        }
    }

    /// <summary>Notes that a field is of the wrong kind: a string where a number should be, and so on.</summary>
    public void RefuseType(string name, JsonValue value, string expected) =>
        Refuse(ManifestFault.WrongType, value.Range, $"'{prefix}{name}' is {value.Kind}; {expected} was expected.");

    /// <summary>Notes a fault of a field's value.</summary>
    public void Refuse(ManifestFault fault, string name, JsonValue value, string shown, string expectation) =>
        Refuse(fault, value.Range, $"'{prefix}{name}' is {shown}; {expectation}.");

    private int Integer(string name, JsonValue value, int largest, string expected)
    {
        if (value is not JsonNumber number)
        {
            RefuseType(name, value, expected);
            return 0;
        }

        if (!number.IsInteger)
        {
            Refuse(ManifestFault.WrongType, name, value, Quotation.Line(number.Text), $"{expected}, in plain digits, was expected");
            return 0;
        }

        if (!int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int size)
            || size < 1 || size > largest)
        {
            Refuse(ManifestFault.OutOfRange, name, value, Quotation.Line(number.Text), $"{expected} was expected");
            return 0;
        }

        return size;
    }

    private void Refuse(ManifestFault fault, TextRange range, string message) =>
        errors.Add(new ManifestError(fault, message, range));
}
