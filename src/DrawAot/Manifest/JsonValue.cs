using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Manifest;

/// <summary>A place in a text: offset, and line and column from 0.</summary>
internal readonly record struct TextPosition(int Offset, int Line, int Column);

/// <summary>A stretch of a text.</summary>
internal readonly record struct TextRange(TextPosition Start, TextPosition End);

/// <summary>A JSON value that knows where it stands.</summary>
internal abstract record JsonValue(TextRange Range)
{
    /// <summary>Its kind, for messages: "a string", "a number", …</summary>
    public abstract string Kind { get; }
}

internal sealed record JsonObject(IReadOnlyList<JsonMember> Members, TextRange Range) : JsonValue(Range)
{
    public override string Kind => "an object";
}

internal sealed record JsonMember(string Name, TextRange NameRange, JsonValue Value);

internal sealed record JsonArray(IReadOnlyList<JsonValue> Items, TextRange Range) : JsonValue(Range)
{
    public override string Kind => "an array";
}

internal sealed record JsonString(string Text, TextRange Range) : JsonValue(Range)
{
    public override string Kind => "a string";
}

/// <summary>A number, kept as it is written: sizes are read as integers, never through a double.</summary>
internal sealed record JsonNumber(string Text, TextRange Range) : JsonValue(Range)
{
    public bool IsInteger => Text.All(c => c is '-' or (>= '0' and <= '9'));

    public override string Kind => "a number";
}

internal sealed record JsonLiteral(string Text, TextRange Range) : JsonValue(Range)
{
    public bool IsNull => Text == "null";

    public override string Kind => IsNull ? "null" : "a boolean";
}
