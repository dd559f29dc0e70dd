using System.Buffers.Binary;

namespace DrawAot.ImageFiles.Png;

/// <summary>Turns the samples of a PNG pixel into red, green, blue and alpha of 8 bits.</summary>
internal sealed class PngColours(PngHeader header)
{
    private const int MostColours = 256;

    private byte[]? _palette;
    private byte[] _paletteAlpha = [];
    private int[]? _transparent;
    private int[]? _background;

    /// <summary>The colour to put under transparent parts, if the file names one.</summary>
    public (byte Red, byte Green, byte Blue)? Background
    {
        get
        {
            if (_background is null)
            {
                return null;
            }

            Span<byte> pixel = stackalloc byte[4];
            Write(_background, pixel);
            return (pixel[0], pixel[1], pixel[2]);
        }
    }

    /// <summary>Takes the palette, three bytes a colour.</summary>
    /// <exception cref="ImageFault">It is no list of 1 to 256 colours, or the second palette.</exception>
    public void SetPalette(ReadOnlySpan<byte> colours)
    {
        if (_palette is not null || colours.IsEmpty || colours.Length % 3 != 0 || colours.Length > 3 * MostColours)
        {
            throw new ImageFault($"is a damaged PNG: one palette of 1 to {MostColours} colours is expected");
        }

        _palette = colours.ToArray();
    }

    /// <summary>Takes the alpha of the palette's colours, or the one colour that is transparent.</summary>
    /// <exception cref="ImageFault">Its length is another.</exception>
    public void SetTransparency(ReadOnlySpan<byte> data)
    {
        bool sound = header.Colour switch
        {
            PngColourKind.Palette => data.Length <= MostColours,
            PngColourKind.Grey or PngColourKind.Rgb => data.Length == 2 * header.Samples,
            _ => false,
        };
        if (!sound)
        {
            throw new ImageFault($"is a damaged PNG: {data.Length} bytes say what is transparent, which do not fit its colours");
        }

        if (header.Colour == PngColourKind.Palette)
        {
            _paletteAlpha = data.ToArray();
            return;
        }

        _transparent = new int[header.Samples];
        for (int k = 0; k < _transparent.Length; k++)
        {
            _transparent[k] = BinaryPrimitives.ReadUInt16BigEndian(data[(2 * k)..]);
        }
    }

    /// <summary>Takes the colour to put under transparent parts: a colour's number in the palette, or 16 bits a sample.</summary>
    /// <exception cref="ImageFault">Its length is another.</exception>
    public void SetBackground(ReadOnlySpan<byte> data)
    {
        int samples = header.Colour switch
        {
            PngColourKind.Palette => 0,
            PngColourKind.Grey or PngColourKind.GreyAlpha => 1,
            _ => 3,
        };
        if (data.Length != Math.Max(1, 2 * samples))
        {
            throw new ImageFault($"is a damaged PNG: {data.Length} bytes say what its background is, which do not fit its colours");
        }

        _background = new int[header.Samples];
        for (int k = 0; k < samples; k++)
        {
            _background[k] = BinaryPrimitives.ReadUInt16BigEndian(data[(2 * k)..]) & ((1 << header.Depth) - 1);
        }

        if (samples == 0)
        {
            _background[0] = data[0];
        }
    }

    /// <summary>Refuses pixels that count on a palette where there is none.</summary>
    /// <exception cref="ImageFault">There is none.</exception>
    public void RequireComplete()
    {
        if (header.Colour == PngColourKind.Palette && _palette is null)
        {
            throw new ImageFault("is a damaged PNG: its palette is missing");
        }
    }

    /// <summary>Writes one pixel.</summary>
    /// <param name="samples">The number that the header states, each with all its bits.</param>
    /// <param name="pixel">Receives red, green, blue and alpha.</param>
    /// <exception cref="ImageFault">The pixel's colour is not in the palette.</exception>
    public void Write(ReadOnlySpan<int> samples, Span<byte> pixel)
    {
        switch (header.Colour)
        {
            case PngColourKind.Palette:
                FromPalette(samples[0], pixel);
                return;
            case PngColourKind.Grey or PngColourKind.GreyAlpha:
                pixel[..3].Fill(EightBits(samples[0]));
                break;
            default:
                (pixel[0], pixel[1], pixel[2]) = (EightBits(samples[0]), EightBits(samples[1]), EightBits(samples[2]));
                break;
        }

        pixel[3] = header.Colour is PngColourKind.GreyAlpha or PngColourKind.RgbAlpha ? EightBits(samples[^1])
            : _transparent is not null && samples.SequenceEqual(_transparent) ? byte.MinValue
            : byte.MaxValue;
    }

    private void FromPalette(int number, Span<byte> pixel)
    {
        if (3 * number >= _palette!.Length)
        {
            throw new ImageFault($"is a damaged PNG: a pixel has colour {number} of a palette of {_palette.Length / 3}");
        }

        _palette.AsSpan(3 * number, 3).CopyTo(pixel);
        pixel[3] = number < _paletteAlpha.Length ? _paletteAlpha[number] : byte.MaxValue;
    }

    private byte EightBits(int sample)
    {
        int most = (1 << header.Depth) - 1;
        return (byte)((sample * byte.MaxValue + most / 2) / most);
    }
}
