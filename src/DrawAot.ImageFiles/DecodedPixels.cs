namespace DrawAot.ImageFiles;

/// <summary>The pixels of a picture file, upright.</summary>
/// <param name="Pixels">[Height, Width, red green blue alpha].</param>
/// <param name="Background">The colour that the file itself wants under its transparent parts, if it names one.</param>
internal sealed record DecodedPixels(byte[] Pixels, (byte Red, byte Green, byte Blue)? Background = null)
{
    /// <summary>Puts a colour under the pixels, so that nothing is transparent any more.</summary>
    public void Flatten((byte Red, byte Green, byte Blue) background)
    {
        for (int i = 0; i < Pixels.Length; i += 4)
        {
            Span<byte> pixel = Pixels.AsSpan(i, 4);
            int alpha = pixel[3];
            if (alpha != byte.MaxValue)
            {
                pixel[0] = Over(pixel[0], background.Red, alpha);
                pixel[1] = Over(pixel[1], background.Green, alpha);
                pixel[2] = Over(pixel[2], background.Blue, alpha);
                pixel[3] = byte.MaxValue;
            }
        }
    }

    private static byte Over(int colour, int background, int alpha) =>
        (byte)((colour * alpha + background * (byte.MaxValue - alpha) + byte.MaxValue / 2) / byte.MaxValue);
}
