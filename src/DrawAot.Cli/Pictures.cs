using DrawAot.ImageFiles;

namespace DrawAot.Cli;

/// <summary>Any number of pictures, worked on in blocks that memory has room for, in their order.</summary>
internal static class Pictures
{
    /// <summary>Makes something of each of some images.</summary>
    /// <param name="session">Of the model.</param>
    /// <param name="images">[n, C, B, A].</param>
    /// <param name="first">The first one's number among those taken.</param>
    /// <param name="results">Receives [n].</param>
    public delegate void Work<T>(DrawSession session, ReadOnlyMemory<float> images, int first, Span<T?> results);

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
            sessions.ForEachShare(
                here, (session, from, some) => session.SampleBatch(seed, number + (ulong)from, block.AsSpan(from * pixels, some * pixels)));
            yield return block.AsMemory(0, here * pixels);
        }
    }

    /// <summary>Works on images.</summary>
    /// <param name="sessions">Sessions of the model.</param>
    /// <param name="input">The images.</param>
    /// <param name="done">Told how many images are done.</param>
    /// <param name="work">Makes something of each of some images.</param>
    /// <param name="take">Takes what was made of one after another; default where the image has a fault.</param>
    /// <returns>What is wrong with the images that have a fault.</returns>
    public static IReadOnlyList<string> Each<T>(
        Sessions sessions, ImageInput input, Action<int> done, Work<T> work, Action<InputImage, T?> take)
    {
        var faults = new List<string>();
        foreach ((int start, int here) in Blocks(sessions, input.Count, done))
        {
            var images = new InputImage[here];
            var results = new T?[here];
            sessions.ForEachShare(here, (session, from, some) =>
            {
                for (int k = from; k < from + some; k++)
                {
                    images[k] = input.Read(start + k);
                }

                foreach ((int first, int count) in SoundRuns(images, from, some))
                {
                    float[] pixels = Pixels(images.AsSpan(first, count), session.Shape.PixelCount);
                    work(session, pixels, start + first, results.AsSpan(first, count));
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

    /// <summary>Images without a fault that follow one another, and so have numbers that do.</summary>
    private static IEnumerable<(int First, int Count)> SoundRuns(InputImage[] images, int from, int some)
    {
        for (int first = from, next; first < from + some; first = next + 1)
        {
            next = first;
            while (next < from + some && images[next].IsSound)
            {
                next++;
            }

            if (next > first)
            {
                yield return (first, next - first);
            }
        }
    }

    private static float[] Pixels(ReadOnlySpan<InputImage> images, int pixelCount)
    {
        float[] pixels = new float[images.Length * pixelCount];
        for (int k = 0; k < images.Length; k++)
        {
            images[k].CopyTo(pixels.AsSpan(k * pixelCount, pixelCount));
        }

        return pixels;
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
