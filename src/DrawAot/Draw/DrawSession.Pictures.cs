namespace DrawAot;

/// <content>Pictures from latents alone.</content>
public abstract partial class DrawSession
{
    /// <summary>Draws the picture that belongs to a seed and an index, and to nothing else.</summary>
    /// <param name="seed">Seed of a whole run.</param>
    /// <param name="index">Number of the picture in it.</param>
    /// <param name="image">Receives the mean probabilities σ(c_T) in [0, 1] [C, B, A].</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Sample(ulong seed, ulong index, Span<float> image)
    {
        using Claim claim = Enter();
        Guard.UnlessOnePicture(image.Length, Shape);
        Begin(LatentSource.Prior, seed, index);
        DrawFrom(new PriorLatents(seed, index));
        CopyPictures(image);
    }

    /// <summary>Draws the pictures first, first + 1, … of a seed, each the same as drawn alone.</summary>
    /// <param name="seed">Seed of a whole run.</param>
    /// <param name="first">Number of the first picture in it.</param>
    /// <param name="images">Receives pictures, one after the other [n, C, B, A]; its length decides n.</param>
    /// <exception cref="ArgumentException"><paramref name="images"/> does not hold a whole number of pictures.</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void SampleBatch(ulong seed, ulong first, Span<float> images)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessWholePictures(images.Length, Shape);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            ulong number = Number(first, k);
            Begin(LatentSource.Prior, seed, number, pass);
            DrawFrom(new PriorLatents(seed, number));
            CopyPictures(Pictures(images, k, pass));
        }
    }

    /// <summary>Draws a picture from given latents, such as those of <see cref="Encode(ReadOnlySpan{float}, Span{float})"/>.</summary>
    /// <param name="latents">z of every glimpse [T, Z].</param>
    /// <param name="image">Receives the mean probabilities σ(c_T) in [0, 1] [C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a latent is not finite.</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Decode(ReadOnlySpan<float> latents, Span<float> image)
    {
        using Claim claim = Enter();
        Guard.UnlessOnePicture(image.Length, Shape);
        Guard.UnlessLatents(latents.Length, pictures: 1, Shape);
        Guard.UnlessFinite(latents);
        Begin(LatentSource.Caller, seed: 0, first: 0);
        DrawFrom(new GivenLatents(latents, Shape.Glimpses));
        CopyPictures(image);
    }

    /// <summary>Draws pictures from latents, each the same as drawn alone.</summary>
    /// <param name="latents">[n, T, Z].</param>
    /// <param name="images">Receives [n, C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a latent is not finite.</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void DecodeBatch(ReadOnlySpan<float> latents, Span<float> images)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessWholePictures(images.Length, Shape);
        Guard.UnlessLatents(latents.Length, count, Shape);
        Guard.UnlessFinite(latents);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(LatentSource.Caller, seed: 0, first: 0, pass);
            DrawFrom(new GivenLatents(latents.Slice(k * LatentCount, pass * LatentCount), Shape.Glimpses));
            CopyPictures(Pictures(images, k, pass));
        }
    }

    /// <summary>Latent values of one picture: T·Z. Only used where a span of that length exists.</summary>
    private int LatentCount => Shape.Glimpses * Shape.Latent;

    /// <summary>The index of picture k of a batch; indices wrap around to 0.</summary>
    private static ulong Number(ulong first, int k) => unchecked(first + (ulong)k);

    private Span<float> Picture(Span<float> images, int k) => Pictures(images, k, count: 1);

    private ReadOnlySpan<float> Picture(ReadOnlySpan<float> images, int k) => Pictures(images, k, count: 1);

    private Span<float> Pictures(Span<float> images, int first, int count) => images.Slice(first * Shape.PixelCount, count * Shape.PixelCount);

    private ReadOnlySpan<float> Pictures(ReadOnlySpan<float> images, int first, int count) =>
        images.Slice(first * Shape.PixelCount, count * Shape.PixelCount);
}
