using DrawAot.ImageFiles;

namespace DrawAot.Cli;

/// <summary>Any number of pictures, worked on in blocks that memory has room for, in their order.</summary>
internal static class Pictures
{
    /// <summary>Values of a block, about.</summary>
    private const int BlockSize = 1 << 20;

    /// <summary>The pictures first, first + 1, … of a seed.</summary>
    /// <returns>Blocks [n, C, B, A]; each is gone when the next is asked for.</returns>
    public static IEnumerable<ReadOnlyMemory<float>> Sample(
        Sessions sessions, ulong seed, ulong first, int count, Action<int> done)
    {
        int pixels = sessions.Shape.PixelCount;
        float[] block = new float[Math.Min(count, InBlock(sessions)) * pixels];
        foreach ((int start, int here) in Blocks(sessions, count, done))
        {
            ulong number = first + (ulong)start;
            sessions.ForEach(here, (session, k) => session.Sample(seed, number + (ulong)k, block.AsSpan(k * pixels, pixels)));
            yield return block.AsMemory(0, here * pixels);
        }
    }

    /// <summary>Works on images.</summary>
    /// <param name="sessions">Sessions of the model.</param>
    /// <param name="input">The images.</param>
    /// <param name="done">Told how many images are done.</param>
    /// <param name="work">Makes something of an image, given its number among those taken.</param>
    /// <param name="take">Takes what was made of one after another; default where the image has a fault.</param>
    /// <returns>What is wrong with the images that have a fault.</returns>
    public static IReadOnlyList<string> Each<T>(
        Sessions sessions, ImageInput input, Action<int> done, Func<DrawSession, float[], int, T> work, Action<InputImage, T?> take)
    {
        var faults = new List<string>();
        foreach ((int start, int here) in Blocks(sessions, input.Count, done))
        {
            var images = new InputImage[here];
            var results = new T?[here];
            sessions.ForEach(here, (session, k) =>
            {
                images[k] = input.Read(start + k);
                if (images[k].IsSound)
                {
                    float[] image = new float[session.Shape.PixelCount];
                    images[k].CopyTo(image);
                    results[k] = work(session, image, start + k);
                }
            });

            for (int k = 0; k < here; k++)
            {
                if (images[k].Fault is string fault)
                {
                    faults.Add(fault);
                }

                take(images[k], results[k]);
            }
        }

        return faults;
    }

    private static int InBlock(Sessions sessions) => Math.Max(1, BlockSize / sessions.Shape.PixelCount);

    private static IEnumerable<(int Start, int Count)> Blocks(Sessions sessions, int count, Action<int> done)
    {
        int inBlock = InBlock(sessions);
        for (int start = 0; start < count; start += inBlock)
        {
            int here = Math.Min(inBlock, count - start);
            yield return (start, here);
            done(start + here);
        }
    }
}
