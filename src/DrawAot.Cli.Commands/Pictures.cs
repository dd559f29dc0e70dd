using DrawAot.ImageFiles;

namespace DrawAot.Cli;

/// <summary>Any number of pictures, worked on in blocks that memory has room for, in their order.</summary>
internal static class Pictures
{
    /// <summary>Computes a result for each of some images.</summary>
    /// <param name="session">Of the model.</param>
    /// <param name="images">[n, C, B, A].</param>
    /// <param name="noise">The index of each image's noise [n].</param>
    /// <param name="results">Receives [n].</param>
    public delegate void Work<TSession, T>(TSession session, ReadOnlyMemory<float> images, ReadOnlySpan<ulong> noise, Span<T?> results);

    /// <summary>Values of a block, about.</summary>
    private const int BlockSize = 1 << 20;

    /// <summary>The pictures first, first + 1, … of a seed.</summary>
    /// <returns>Blocks [n, C, B, A]; each is gone when the next is asked for.</returns>
    public static IEnumerable<ReadOnlyMemory<float>> Sample(
        Sessions<DrawSession> sessions, ulong seed, ulong first, int count, Action<long> done)
    {
        int pixels = sessions.Shape.PixelCount, inBlock = InBlock(sessions);
        float[] block = new float[Math.Min(count, inBlock) * pixels];
        for (int start = 0; start < count; start += inBlock)
        {
            int here = Math.Min(inBlock, count - start);
            ulong number = first + (ulong)start;
            sessions.ForEachShare(
                here, (session, from, some) => session.SampleBatch(seed, number + (ulong)from, block.AsSpan(from * pixels, some * pixels)));
            yield return block.AsMemory(0, here * pixels);
            done(start + here);
        }
    }

    /// <summary>Works on images, of which one block is in memory at a time.</summary>
    /// <param name="sessions">Sessions of the model.</param>
    /// <param name="images">The images.</param>
    /// <param name="faults">Told what is wrong with images that have a fault.</param>
    /// <param name="done">Told how many images are done, block by block.</param>
    /// <param name="work">Computes the results.</param>
    /// <returns>Each image and its result, default where the image has a fault.</returns>
    public static IEnumerable<(InputImage Image, T? Result)> Each<TSession, T>(
        Sessions<TSession> sessions, IEnumerable<PendingImage> images, Faults faults, Action<long> done, Work<TSession, T> work)
        where TSession : ModelSession
    {
        long before = 0;
        foreach (PendingImage[] block in images.Chunk(InBlock(sessions)))
        {
            var read = new InputImage[block.Length];
            var results = new T?[block.Length];
            sessions.ForEachShare(block.Length, (session, from, some) =>
            {
                for (int k = from; k < from + some; k++)
                {
                    read[k] = block[k].Read();
                }

                WorkOnSound(session, sessions.Shape.PixelCount, read.AsSpan(from, some), work, results.AsSpan(from, some));
            });

            for (int k = 0; k < read.Length; k++)
            {
                if (read[k].Fault is string fault)
                {
                    faults.Add(fault);
                }

                yield return (read[k], results[k]);
            }

            before += block.Length;
            done(before);
        }
    }

    private static void WorkOnSound<TSession, T>(
        TSession session, int pixelCount, ReadOnlySpan<InputImage> images, Work<TSession, T> work, Span<T?> results)
    {
        int count = 0;
        float[] pixels = new float[images.Length * pixelCount];
        ulong[] noise = new ulong[images.Length];
        foreach (InputImage image in images)
        {
            if (image.IsSound)
            {
                image.CopyTo(pixels.AsSpan(count * pixelCount, pixelCount));
                noise[count++] = image.NoiseIndex;
            }
        }

        var sound = new T?[count];
        work(session, pixels.AsMemory(0, count * pixelCount), noise.AsSpan(0, count), sound);
        for (int k = 0, next = 0; k < images.Length; k++)
        {
            results[k] = images[k].IsSound ? sound[next++] : default;
        }
    }

    private static int InBlock<TSession>(Sessions<TSession> sessions)
        where TSession : ModelSession =>
        Math.Max(1, BlockSize / sessions.Shape.PixelCount);
}
