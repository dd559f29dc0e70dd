using DrawAot.Trainer.Datasets;
using static TorchSharp.torch;

namespace DrawAot.Trainer.Training;

/// <summary>The images of each step.</summary>
internal static class Batches
{
    /// <summary>The images of those numbers as a tensor [n, C, B, A] in [0, 1].</summary>
    public static Tensor Images(ImageSet set, ReadOnlySpan<int> numbers)
    {
        float[] pixels = new float[numbers.Length * set.PixelCount];
        for (int k = 0; k < numbers.Length; k++)
        {
            set.CopyTo(numbers[k], pixels.AsSpan(k * set.PixelCount, set.PixelCount));
        }

        return tensor(pixels, [numbers.Length, set.Channels, set.Height, set.Width]);
    }

    /// <summary>All image numbers in the order of one epoch, which depends on the seed and the epoch alone.</summary>
    public static int[] Order(int count, long seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Random(HashCode(seed, epoch)).Shuffle(order);
        return order;

        // Random's seeded sequence is part of its contract; System.HashCode differs from process to process.
        static int HashCode(long seed, int epoch) => unchecked((int)(seed * 1_000_003 + epoch));
    }
}
