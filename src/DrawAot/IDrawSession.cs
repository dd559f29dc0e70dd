namespace DrawAot;

/// <summary>Draws pictures of one model, on one thread at a time. Between creation and disposal nothing is allocated.</summary>
public interface IDrawSession : IDisposable
{
    /// <summary>Bytes that the session takes, besides the model's.</summary>
    long MemorySize { get; }

    /// <summary>Draws the picture that belongs to a seed and an index, and to nothing else.</summary>
    /// <param name="seed">Seed of a whole run.</param>
    /// <param name="index">Number of the picture in it.</param>
    /// <param name="image">Receives the mean probabilities σ(c_T) in [0, 1] [C, B, A].</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> has the wrong length.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    void Sample(ulong seed, ulong index, Span<float> image);

    /// <summary>Draws the pictures first, first + 1, … of a seed, each the same as drawn alone.</summary>
    /// <param name="seed">Seed of a whole run.</param>
    /// <param name="first">Number of the first picture in it.</param>
    /// <param name="images">Receives as many pictures as fit, one after the other [n, C, B, A].</param>
    /// <exception cref="ArgumentException"><paramref name="images"/> does not hold a whole number of pictures.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    void SampleBatch(ulong seed, ulong first, Span<float> images);
}
