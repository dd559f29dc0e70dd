using DrawAot.Numerics;
using DrawAot.Training;

namespace DrawAot.Trainer.TrainingLoop;

/// <summary>The order and the noise of training steps.</summary>
internal static class Batches
{
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
