using DrawAot.Numerics;

namespace DrawAot.Trainer.TrainingLoop;

/// <summary>
/// Dropout of pixels (Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting"): each becomes 0 with
/// the same probability, and the others are scaled up, so that means stay.
/// </summary>
internal static class Dropout
{
    // A word of the counter that no other use of Philox in a run has.
    private const uint Stream = 1u << 30;

    /// <summary>Images with pixels dropped out, or the images themselves at a rate of 0.</summary>
    /// <param name="images">x [n, P].</param>
    /// <param name="rate">Probability that a pixel becomes 0, in [0, 1).</param>
    /// <param name="seed">The run's seed. The mask depends on it, the step and the pixel's place in the batch alone.</param>
    /// <param name="step">The step.</param>
    /// <param name="count">n.</param>
    /// <param name="threads">Threads that may compute; the mask does not depend on it.</param>
    public static float[] Of(float[] images, double rate, long seed, long step, int count, int threads)
    {
        if (rate == 0)
        {
            return images;
        }

        float[] seen = new float[images.Length];
        int pixels = images.Length / count;
        float scale = (float)(1 / (1 - rate));
        var limit = (ulong)(rate * (1ul << 32));
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, image =>
        {
            ulong index = (ulong)(step * count + image);
            Span<uint> words = stackalloc uint[4];
            for (int k = 0; k < pixels; k++)
            {
                if (k % words.Length == 0)
                {
                    (words[0], words[1], words[2], words[3]) = Philox.Block(
                        ((uint)(k / words.Length), Stream, (uint)index, (uint)(index >> 32)), ((uint)seed, (uint)((ulong)seed >> 32)));
                }

                int pixel = image * pixels + k;
                seen[pixel] = words[k % words.Length] < limit ? 0 : images[pixel] * scale;
            }
        });
        return seen;
    }
}
