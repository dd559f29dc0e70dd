using DrawAot.ImageFiles;
using DrawAot.Numerics;

namespace DrawAot.Trainer.Datasets;

/// <summary>Makes grey images binary: each pixel is white with the probability that its grey says.</summary>
internal static class Binarisation
{
    /// <summary>Draws all pixels; a pixel depends on the seed, the draw, the image's number and its place alone.</summary>
    public static ImageSet Draw(ImageSet grey, ulong seed, uint draw)
    {
        return new ImageSet(Enumerable.Range(0, grey.Count).Select(Draw), grey.Channels, grey.Height, grey.Width);

        ReadOnlyMemory<byte> Draw(int image)
        {
            byte[] pixels = new byte[grey.PixelCount];
            Binarisation.Draw(grey.Pixels(image), pixels, seed, draw, (uint)image);
            return pixels;
        }
    }

    private static void Draw(ReadOnlySpan<byte> grey, Span<byte> binary, ulong seed, uint draw, uint image)
    {
        Span<uint> words = stackalloc uint[4];
        for (int k = 0; k < grey.Length; k++)
        {
            if (k % words.Length == 0)
            {
                (words[0], words[1], words[2], words[3]) = Philox.Block(
                    ((uint)(k / words.Length), draw, image, 1), ((uint)seed, (uint)(seed >> 32)));
            }

            // A word lies below grey/255 of 2³² values: 0 is never white, 255 always.
            binary[k] = (ulong)words[k % words.Length] * byte.MaxValue < (ulong)grey[k] << 32 ? byte.MaxValue : byte.MinValue;
        }
    }
}
