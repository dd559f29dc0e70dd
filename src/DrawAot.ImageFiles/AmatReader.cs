namespace DrawAot.ImageFiles;

/// <summary>
/// Reads binary images from <c>.amat</c> text, gzipped or not: one image a line, its values 0 or 1, separated by spaces.
/// </summary>
public static class AmatReader
{
    /// <summary>Reads a whole file of one-channel images.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">The size of the images; when left out they are square.</param>
    /// <returns>The images, with bytes 0 and 255.</returns>
    /// <exception cref="ImageFileException">
    /// The file cannot be read, is empty, has lines of differing or wrong length, or holds another character.
    /// </exception>
    public static ImageSet Read(string path, (int Height, int Width)? size = null) =>
        OpenedFile.ReadUnzipped(path, stream => new Parser(path, size).Parse(stream));

    private sealed class Parser(string path, (int Height, int Width)? size)
    {
        private byte[] _pixels = new byte[1 << 20];
        private int _pixelCount;
        private int _columns;
        private int _lineStart;
        private int _line = 1;

        public ImageSet Parse(Stream stream)
        {
            byte[] buffer = new byte[1 << 16];
            byte previous = (byte)'\n';
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                foreach (byte character in buffer.AsSpan(0, read))
                {
                    Take(character, previous);
                    previous = character;
                }
            }

            if (previous != '\n')
            {
                EndLine();
            }

            if (_pixelCount == 0)
            {
                throw new ImageFileException($"File '{path}' is empty; one image a line is expected.");
            }

            (int height, int width) = size!.Value;
            return new ImageSet(_pixels.AsMemory(0, _pixelCount), channels: 1, height, width);
        }

        private void Take(byte character, byte previous)
        {
            if (previous == '\r' && character != '\n')
            {
                throw Fault("a carriage return stands within the line");
            }

            switch (character)
            {
                case (byte)'0' or (byte)'1':
                    if (previous is (byte)'0' or (byte)'1')
                    {
                        throw Fault("two values stand together; a space is expected between them");
                    }

                    Append(character == '1' ? byte.MaxValue : byte.MinValue);
                    break;
                case (byte)' ' or (byte)'\r':
                    break;
                case (byte)'\n':
                    EndLine();
                    break;
                default:
                    string shown = character is > 0x20 and < 0x7F ? $"'{(char)character}'" : $"0x{character:X2}";
                    throw Fault($"{shown} is neither 0, 1, a space nor the end of the line");
            }
        }

        private void Append(byte pixel)
        {
            if (_pixelCount == _pixels.Length)
            {
                if (_pixels.Length == Array.MaxLength)
                {
                    throw Fault($"the images do not fit in memory, which holds {Array.MaxLength} values at most");
                }

                Array.Resize(ref _pixels, (int)Math.Min(2L * _pixels.Length, Array.MaxLength));
            }

            _pixels[_pixelCount++] = pixel;
        }

        private void EndLine()
        {
            int values = _pixelCount - _lineStart;
            if (_line == 1)
            {
                size ??= Square(values);
                _columns = size.Value.Height * size.Value.Width;
            }

            if (values != _columns)
            {
                throw Fault($"it has {values} values, where {_columns} are expected");
            }

            _lineStart = _pixelCount;
            _line++;
        }

        private (int Height, int Width) Square(int values)
        {
            int side = (int)Math.Sqrt(values);
            if (side == 0 || side * side != values)
            {
                throw Fault($"it has {values} values, which is not a square image");
            }

            return (side, side);
        }

        private ImageFileException Fault(string what) => new($"File '{path}', line {_line}: {what}.");
    }
}
