namespace DrawAot.ImageFiles;

/// <summary>Bytes as floats in [0, 1].</summary>
internal static class UnitInterval
{
    /// <summary>Divides by 255, so that 0 and 255 become exactly 0 and 1.</summary>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is shorter than the bytes.</exception>
    public static void Fill(ReadOnlySpan<byte> bytes, Span<float> pixels)
    {
        if (pixels.Length < bytes.Length)
        {
            throw new ArgumentException($"{bytes.Length} values do not fit in {pixels.Length}.", nameof(pixels));
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            pixels[i] = bytes[i] / 255f;
        }
    }
}
