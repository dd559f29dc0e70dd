using System;
using System.Collections.Generic;
using System.Text;

namespace DrawAot.Manifest;

/// <summary>
/// Reads JSON (RFC 8259) and keeps the place of every value, so that a message can name line and column. System.Text.Json
/// does not load reliably inside a compiler, and keeps no positions after parsing.
/// </summary>
internal sealed class JsonReader
{
    private const int DeepestNesting = 64;
    private const string ByteOrderMark = "\uFEFF";

    private readonly string _text;
    private int _offset;
    private int _line;
    private int _lineStart;
    private int _depth;

    private JsonReader(string text)
    {
        _text = text;
        _offset = _lineStart = text.StartsWith(ByteOrderMark, StringComparison.Ordinal) ? 1 : 0;
    }

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
                throw new JsonSyntaxException($"the field {Quotation.Of(name.Text)} is given a second time", name.Range);
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

    /// <summary>Reads from an opening bracket to the closing one; commas separate the items.</summary>
    private void ReadSequence(char close, Action readItem)
    {
        if (++_depth > DeepestNesting)
        {
            throw new JsonSyntaxException($"its brackets are nested more than {DeepestNesting} deep", NextRange);
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
        char meaning = escape switch
        {
            'u' => ReadCodeUnit(),
            '"' or '\\' or '/' => escape,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Unexpected("one of \" \\ / b f n r t u"),
        };
        _offset++;
        return meaning;
    }

    /// <summary>The UTF-16 code unit of <c>u0041</c>, up to its last digit.</summary>
    private char ReadCodeUnit()
    {
        int unit = 0;
        for (int k = 0; k < 4; k++)
        {
            _offset++;
            unit = unit * 16 + Next switch
            {
                >= '0' and <= '9' => Next - '0',
                >= 'a' and <= 'f' => Next - 'a' + 10,
                >= 'A' and <= 'F' => Next - 'A' + 10,
                _ => throw Unexpected("a hexadecimal digit"),
            };
        }

        return (char)unit;
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
            char space = Next;
            _offset++;
            if (space == '\n' || (space == '\r' && Next != '\n'))
            {
                _line++;
                _lineStart = _offset;
            }
        }
    }

    private JsonSyntaxException Unexpected(string expected)
    {
        string found = Next switch
        {
            _ when _offset == _text.Length => "the file ends",
            '\r' or '\n' => "the line ends",
            char c when Quotation.IsPlain(c) => $"'{c}' stands",
            _ => $"the character U+{CodePoint(NextRange):X4} stands",
        };
        return new JsonSyntaxException($"{found} where {expected} was expected", NextRange);
    }

    /// <summary>The next character, with both halves of a surrogate pair; nothing at the end of a line or of the file.</summary>
    private TextRange NextRange
    {
        get
        {
            TextPosition start = Position;
            int length = _offset == _text.Length || Next is '\r' or '\n' ? 0
                : char.IsSurrogatePair(_text, _offset) ? 2
                : 1;
            return new TextRange(start, new TextPosition(start.Offset + length, start.Line, start.Column + length));
        }
    }

    private int CodePoint(TextRange range) =>
        range.End.Offset - range.Start.Offset == 2 ? char.ConvertToUtf32(_text, range.Start.Offset) : _text[range.Start.Offset];
}

/// <summary>A text cannot be read as JSON; the message is a clause that says why.</summary>
internal sealed class JsonSyntaxException(string message, TextRange range) : Exception(message)
{
    public TextRange Range { get; } = range;
}
