using DrawAot.ImageFiles;
using DrawAot.Numerics;
using DrawAot.Training;
using static TorchSharp.torch;

namespace DrawAot.Trainer.Training;

/// <summary>The images of each step.</summary>
internal static class Batches
{
    /// <summary>The images of those numbers as a tensor [n, C, B, A] in [0, 1].</summary>
    public static Tensor Images(ImageSet set, ReadOnlySpan<int> numbers)
    {
        float[] pixels = Pixels(set, numbers);
        return tensor(pixels, [numbers.Length, set.Channels, set.Height, set.Width]);
    }

    /// <summary>The images of those numbers [n, C, B, A] in [0, 1].</summary>
    public static float[] Pixels(ImageSet set, ReadOnlySpan<int> numbers)
    {
        float[] pixels = new float[numbers.Length * set.PixelCount];
        for (int k = 0; k < numbers.Length; k++)
        {
            set.CopyTo(numbers[k], pixels.AsSpan(k * set.PixelCount, set.PixelCount));
        }

        return pixels;
    }

    /// <summary>A run of images [count, C, B, A] in [0, 1].</summary>
    public static float[] Pixels(ImageSet set, int first, int count) => Pixels(set, [.. Enumerable.Range(first, count)]);

    /// <summary>ε of a step: it depends on the seed, the step and the image's place in the batch alone.</summary>
    public static NoiseSource Noise(long seed, long step, int count) => (image, glimpse, noise) =>
        Normals.Fill(unchecked((ulong)seed), (ulong)(step * count + image), Normals.PosteriorStream + (uint)glimpse, noise);

    /// <summary>All image numbers in the order of one epoch, which depends on the seed and the epoch alone.</summary>
    public static int[] Order(int count, long seed, int epoch)
    {
        // Fisher and Yates, over Philox: System.Random may change its sequence from one .NET to the next.
        int[] order = [.. Enumerable.Range(0, count)];
        for (int k = count - 1; k > 0; k--)
        {
            (uint random, _, _, _) = Philox.Block(((uint)k, (uint)epoch, 0, 0), ((uint)seed, (uint)(seed >> 32)));
            int other = (int)((ulong)random * (ulong)(k + 1) >> 32);
            (order[k], order[other]) = (order[other], order[k]);
        }

        return order;
    }
}
