using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>Copies images of a set side by side.</summary>
internal static class ImageBatch
{
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

    /// <summary>Consecutive images [count, C, B, A] in [0, 1].</summary>
    public static float[] Pixels(ImageSet set, int first, int count) => Pixels(set, [.. Enumerable.Range(first, count)]);
}
