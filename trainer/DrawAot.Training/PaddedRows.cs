namespace DrawAot.Training;

/// <summary>Pictures whose lines are padded to whole vectors, and pictures as they are elsewhere.</summary>
internal static unsafe class PaddedRows
{
    /// <summary>Copies lines into padded ones; what is behind their ends stays.</summary>
    public static void Pad(float* dense, int lines, int width, int padded, float* to)
    {
        for (int line = 0; line < lines; line++)
        {
            new ReadOnlySpan<float>(dense + line * width, width).CopyTo(new Span<float>(to + line * padded, width));
        }
    }

    /// <summary>Copies padded lines without what is behind their ends.</summary>
    public static void Unpad(float* from, int lines, int width, int padded, float* dense)
    {
        for (int line = 0; line < lines; line++)
        {
            new ReadOnlySpan<float>(from + line * padded, width).CopyTo(new Span<float>(dense + line * width, width));
        }
    }

    /// <summary>Adds lines to padded ones.</summary>
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
