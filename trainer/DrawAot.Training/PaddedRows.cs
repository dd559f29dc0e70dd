namespace DrawAot.Training;

/// <summary>Copies between dense images and images whose rows of pixels are padded to whole vectors.</summary>
internal static unsafe class PaddedRows
{
    /// <summary>Copies dense rows into padded ones; the padding keeps its values.</summary>
    public static void Pad(float* dense, int lines, int width, int padded, float* to)
    {
        for (int line = 0; line < lines; line++)
        {
            new ReadOnlySpan<float>(dense + line * width, width).CopyTo(new Span<float>(to + line * padded, width));
        }
    }

    /// <inheritdoc cref="Pad(float*, int, int, int, float*)"/>
    public static void Pad(ReadOnlySpan<float> dense, int lines, int width, int padded, float* to)
    {
        fixed (float* from = dense)
        {
            Pad(from, lines, width, padded, to);
        }
    }

    /// <summary>Copies padded rows without their padding.</summary>
    public static void Unpad(float* from, int lines, int width, int padded, float* dense)
    {
        for (int line = 0; line < lines; line++)
        {
            new ReadOnlySpan<float>(from + line * padded, width).CopyTo(new Span<float>(dense + line * width, width));
        }
    }

    /// <summary>Adds dense rows to padded ones.</summary>
    public static void AddTo(float* dense, int lines, int width, int padded, float* to)
    {
        for (int line = 0; line < lines; line++)
        {
            for (int a = 0; a < width; a++)
            {
                to[line * padded + a] += dense[line * width + a];
            }
        }
    }
}
