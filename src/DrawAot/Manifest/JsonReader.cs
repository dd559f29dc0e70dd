using System;
using System.Collections.Generic;
using System.Text;

namespace DrawAot.Manifest;

/// <summary>
/// Reads JSON (RFC 8259) and keeps the place of every value, so that a message can name line and column. It is ours
/// because System.Text.Json does not load reliably inside a compiler, and tells no positions once it has parsed.
/// </summary>
internal sealed class JsonReader
{
    private const int DeepestNesting = 64;

    private readonly string _text;
    private int _offset;
    private int _line;
    private int _lineStart;
    private int _depth;

    private JsonReader(string text) => _text = text;

    /// <summary>Reads a text that holds one value.</summary>
    /// <exception cref="JsonSyntaxException">The text is not JSON.</exception>
    public static JsonValue Read(string text)
    {
        var reader = new JsonReader(text);
        reader.SkipWhiteSpace();
        JsonValue value = reader.ReadValue();
        reader.SkipWhiteSpace();
        return reader._offset == text.Length ? value : throw reader.Unexpected("the end of the file");
    }

    private TextPosition Position => new(_offset, _line, _offset - _lineStart);

    /// <summary>The next character, or NUL at the end; a NUL in the text is refused wherever it stands.</summary>
    private char Next => _offset < _text.Length ? _text[_offset] : '\0';

    private JsonValue ReadValue() => Next switch
    {
        '{' => ReadObject(),
        '[' => ReadArray(),
        '"' => ReadString(),
        '-' or (>= '0' and <= '9') => ReadNumber(),
        't' => ReadLiteral("true"),
        'f' => ReadLiteral("false"),
        'n' => ReadLiteral("null"),
        _ => throw Unexpected("a value"),
    };

    private JsonObject ReadObject()
    {
        TextPosition start = Position;
        var members = new List<JsonMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        ReadSequence('}', () =>
        {
            JsonString name = Next == '"' ? ReadString() : throw Unexpected("a field's name in quotes");
            if (!names.Add(name.Text))
            {
                throw new JsonSyntaxException($"the field '{name.Text}' stands here a second time", name.Range);
            }

            SkipWhiteSpace();
            Expect(':');
            SkipWhiteSpace();
            members.Add(new JsonMember(name.Text, name.Range, ReadValue()));
        });
        return new JsonObject(members, new TextRange(start, Position));
    }

    private JsonArray ReadArray()
    {
        TextPosition start = Position;
        var items = new List<JsonValue>();
        ReadSequence(']', () => items.Add(ReadValue()));
        return new JsonArray(items, new TextRange(start, Position));
    }

    /// <summary>Reads from an opening bracket to its closing one, with items parted by commas.</summary>
    private void ReadSequence(char close, Action readItem)
    {
        if (++_depth > DeepestNesting)
        {
            throw Unexpected($"no more than {DeepestNesting} brackets within one another");
        }

        _offset++;
        SkipWhiteSpace();
        if (Next != close)
        {
            readItem();
            SkipWhiteSpace();
            while (Next == ',')
            {
                _offset++;
                SkipWhiteSpace();
                readItem();
                SkipWhiteSpace();
            }
        }

        Expect(close);
        _depth--;
    }

    private JsonString ReadString()
    {
        TextPosition start = Position;
        var text = new StringBuilder();
        _offset++;
        while (Next != '"')
        {
            char c = Next;
            if (c < ' ')
            {
                throw Unexpected("the string's closing quote");
            }

            _offset++;
            text.Append(c == '\\' ? ReadEscape() : c);
        }

        _offset++;
        return new JsonString(text.ToString(), new TextRange(start, Position));
    }

    private char ReadEscape()
    {
        char escape = Next;
        if (escape == 'u' && ReadCodeUnit() is char unit)
        {
            return unit;
        }

        char meaning = escape switch
        {
            '"' or '\\' or '/' => escape,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Unexpected("an escape: one of \" \\ / b f n r t, or u and four hexadecimal digits"),
        };
        _offset++;
        return meaning;
    }

    /// <summary>The UTF-16 code unit of <c>u0041</c>, or null where four hexadecimal digits do not follow.</summary>
    private char? ReadCodeUnit()
    {
        const int Digits = 4;
        int unit = 0;
        for (int k = 1; k <= Digits; k++)
        {
            int digit = _offset + k < _text.Length ? HexadecimalValue(_text[_offset + k]) : -1;
            if (digit < 0)
            {
                return null;
            }

            unit = unit * 16 + digit;
        }

        _offset += 1 + Digits;
        return (char)unit;

        static int HexadecimalValue(char c) => c switch
        {
            >= '0' and <= '9' => c - '0',
            >= 'a' and <= 'f' => c - 'a' + 10,
            >= 'A' and <= 'F' => c - 'A' + 10,
            _ => -1,
        };
    }

    private JsonNumber ReadNumber()
    {
        TextPosition start = Position;
        SkipIf('-');
        if (!SkipIf('0'))
        {
            SkipDigits();
        }

        if (SkipIf('.'))
        {
            SkipDigits();
        }

        if (SkipIf('e') || SkipIf('E'))
        {
            _ = SkipIf('+') || SkipIf('-');
            SkipDigits();
        }

        return new JsonNumber(_text.Substring(start.Offset, _offset - start.Offset), new TextRange(start, Position));
    }

    private JsonLiteral ReadLiteral(string literal)
    {
        TextPosition start = Position;
        if (string.CompareOrdinal(_text, _offset, literal, 0, literal.Length) != 0)
        {
            throw Unexpected("a value");
        }

        _offset += literal.Length;
        return new JsonLiteral(literal, new TextRange(start, Position));
    }

    private void SkipDigits()
    {
        int start = _offset;
        while (Next is >= '0' and <= '9')
        {
            _offset++;
        }

        if (_offset == start)
        {
            throw Unexpected("a digit");
        }
    }

    private bool SkipIf(char c)
    {
        if (Next != c)
        {
            return false;
        }

        _offset++;
        return true;
    }

    private void Expect(char c)
    {
        if (!SkipIf(c))
        {
            throw Unexpected(c is ':' ? "':'" : $"',' or '{c}'");
        }
    }

    private void SkipWhiteSpace()
    {
        while (Next is ' ' or '\t' or '\r' or '\n')
        {
            if (_text[_offset++] == '\n')
            {
                _line++;
                _lineStart = _offset;
            }
        }
    }

    private JsonSyntaxException Unexpected(string expected)
    {
        string found = _offset == _text.Length ? "the file ends"
            : Next < ' ' ? $"the character U+{(int)Next:X4} stands"
            : $"'{Next}' stands";
        TextPosition start = Position;
        int length = _offset < _text.Length && Next >= ' ' ? 1 : 0;
        TextPosition end = new(start.Offset + length, start.Line, start.Column + length);
        return new JsonSyntaxException($"{found} where {expected} was expected", new TextRange(start, end));
    }
}

/// <summary>A text is not JSON, or names a field twice; the message is a clause that says so.</summary>
internal sealed class JsonSyntaxException(string message, TextRange range) : Exception(message)
{
    public TextRange Range { get; } = range;
}
