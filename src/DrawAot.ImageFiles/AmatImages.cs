namespace DrawAot.ImageFiles;

/// <summary>The images of <c>.amat</c> text. A line is refused at its first value too many.</summary>
internal sealed class AmatImages : IDataSet
{
    /// <summary>Pixels of an image whose size only its line says.</summary>
    private const int MostPixels = 1 << 24;

    /// <summary>Characters that a line has beyond those of its values: a person may align them with spaces.</summary>
    private const int CharactersOfAValue = 16, MoreCharacters = 4096;

    private readonly OpenedFile _file;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next, _filled;
    private byte _previous = (byte)'\n';
    private long _line = 1;
    private byte[]? _firstImage;

    private AmatImages(OpenedFile file, (int Height, int Width)? size)
    {
        _file = file;
        if (size is null)
        {
            _firstImage = new byte[1 << 10];
            int values = ReadLine(ref _firstImage, MostPixels) ?? throw Empty();
            size = Square(values);
            Array.Resize(ref _firstImage, values);
        }

        (Height, Width) = size.Value;
        _firstImage ??= ReadImage() ?? throw Empty();
    }

    public int Channels => 1;

    public int Height { get; }

    public int Width { get; }

    public long? Count => null;

    /// <summary>Reads the first line.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="size">The size of the images; when left out they are square.</param>
    /// <exception cref="ImageFileException">There is no first line, or it is no image of that size.</exception>
    public static AmatImages Begin(OpenedFile file, (int Height, int Width)? size) => new(file, size);

    public bool TryRead(Span<byte> pixels)
    {
        byte[]? image = _firstImage ?? ReadImage();
        _firstImage = null;
        image?.CopyTo(pixels);
        return image is not null;
    }

    private byte[]? ReadImage()
    {
        byte[] image = new byte[Height * Width];
        int? values = ReadLine(ref image, image.Length);
        return values is null ? null
            : values == image.Length ? image
            : throw Fault($"it has {values} values, where {image.Length} are expected", _line - 1);
    }

    /// <summary>Reads a line.</summary>
    /// <param name="pixels">Receives its values as bytes 0 and 255, and grows where there are more of them.</param>
    /// <param name="most">How many values it has at most.</param>
    /// <returns>How many values it has; null at the end of the file.</returns>
    private int? ReadLine(ref byte[] pixels, int most)
    {
        int values = 0;
        for (long length = 0; ; length++)
        {
            if (_next == _filled)
            {
                (_next, _filled) = (0, _file.Contents.Read(_buffer));
                if (_filled == 0)
                {
                    bool isThere = _previous != '\n';
                    _previous = (byte)'\n';
                    _line++;
                    return isThere ? values : null;
                }
            }

            byte character = _buffer[_next++], previous = _previous;
            _previous = character;
            if (previous == '\r' && character != '\n')
            {
                throw Fault("a carriage return stands within the line", _line);
            }

            switch (character)
            {
                case (byte)'0' or (byte)'1':
                    if (previous is (byte)'0' or (byte)'1')
                    {
                        throw Fault("two values stand together; a space is expected between them", _line);
                    }

                    if (values == most)
                    {
                        throw Fault($"it has more values than the {most} that are expected", _line);
                    }

                    if (values == pixels.Length)
                    {
                        Array.Resize(ref pixels, Math.Min(2 * values, most));
                    }

                    pixels[values++] = character == '1' ? byte.MaxValue : byte.MinValue;
                    break;
                case (byte)' ' or (byte)'\r':
                    break;
                case (byte)'\n':
                    _line++;
                    return values;
                default:
                    string shown = character is > 0x20 and < 0x7F ? $"'{(char)character}'" : $"0x{character:X2}";
                    throw Fault($"{shown} is neither 0, 1, a space nor the end of the line", _line);
            }

            if (length > CharactersOfAValue * (long)most + MoreCharacters)
            {
                throw Fault($"it has more than {length} characters, where at most {most} values are expected", _line);
            }
        }
    }

    private (int Height, int Width) Square(int values)
    {
        int side = (int)Math.Sqrt(values);
        return side > 0 && side * side == values
            ? (side, side)
            : throw Fault($"it has {values} values, which is not a square image", _line - 1);
    }

    private ImageFileException Empty() => new($"File '{_file.Path}' is empty; one image a line is expected.");

    private ImageFileException Fault(string what, long line) => new($"File '{_file.Path}', line {line}: {what}.");
}
