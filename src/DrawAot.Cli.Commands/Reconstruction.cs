using DrawAot.ImageFiles;

namespace DrawAot.Cli;

/// <summary>Images drawn again. An image with a fault comes out as NaN, which is black on a sheet.</summary>
/// <param name="sessions">Sessions of the model.</param>
/// <param name="images">The images, which are gone through once.</param>
/// <param name="seed">Seeds samples of the latents; null for their means.</param>
/// <param name="faults">Told what is wrong with images.</param>
internal sealed class Reconstruction(Sessions<DrawSession> sessions, IEnumerable<PendingImage> images, ulong? seed, Faults faults)
{
    /// <summary>Each image and its reconstruction.</summary>
    /// <param name="done">Told how many are done.</param>
    public IEnumerable<(ReadOnlyMemory<float> Original, ReadOnlyMemory<float> Reconstruction)> Pairs(Action<long> done)
    {
        ReadOnlyMemory<float> blank = Blank();
        foreach ((_, var pair) in Pictures.Each<DrawSession, (ReadOnlyMemory<float>, ReadOnlyMemory<float>)?>(sessions, images, faults, done, Reconstruct))
        {
            yield return pair ?? (blank, blank);
        }
    }

    /// <summary>The reconstructions alone.</summary>
    /// <param name="count">The number of reconstructions, also where images have faults; null for the number of images.</param>
    /// <param name="done">Told how many are done.</param>
    public IEnumerable<ReadOnlyMemory<float>> Numbers(long? count, Action<long> done)
    {
        long given = 0;
        foreach ((_, ReadOnlyMemory<float> reconstruction) in Pairs(done))
        {
            if (count is null || given < count)
            {
                given++;
                yield return reconstruction;
            }
        }

        for (ReadOnlyMemory<float> blank = Blank(); given < count; given++)
        {
            yield return blank;
        }
    }

    /// <summary>A film of each.</summary>
    /// <param name="stills">How many stills are kept of each: <see cref="Film.Shoot"/>.</param>
    /// <param name="done">Told how many are done.</param>
    public IEnumerable<IFilm> Films(int stills, Action<long> done) =>
        Pictures.Each<DrawSession, Film>(sessions, images, faults, done, (session, pixels, noise, films) =>
        {
            int size = session.Shape.PixelCount;
            for (int k = 0; k < films.Length; k++)
            {
                float[] image = pixels.Slice(k * size, size).ToArray();
                if (seed is ulong chosen)
                {
                    session.BeginReconstruction(image, chosen, noise[k]);
                }
                else
                {
                    session.BeginReconstruction(image);
                }

                films[k] = Film.Shoot(session, stills, image);
            }
        }).Select(shot => shot.Result ?? IFilm.Blank);

    private void Reconstruct(
        DrawSession session, ReadOnlyMemory<float> originals, ReadOnlySpan<ulong> noise, Span<(ReadOnlyMemory<float>, ReadOnlyMemory<float>)?> pairs)
    {
        int size = session.Shape.PixelCount;
        float[] reconstructions = new float[originals.Length];
        if (seed is ulong chosen)
        {
            session.ReconstructBatch(originals.Span, chosen, noise, reconstructions);
        }
        else
        {
            session.ReconstructBatch(originals.Span, reconstructions);
        }

        for (int k = 0; k < pairs.Length; k++)
        {
            pairs[k] = (originals.Slice(k * size, size), reconstructions.AsMemory(k * size, size));
        }
    }

    private ReadOnlyMemory<float> Blank()
    {
        float[] blank = new float[sessions.Shape.PixelCount];
        Array.Fill(blank, float.NaN);
        return blank;
    }
}
