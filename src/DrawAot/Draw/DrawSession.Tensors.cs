using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using DrawAot.Numerics;
using DrawAot.Runtime;

namespace DrawAot;

/// <content>
/// Batches as tensors of any strides. An array converts to a tensor and to a span; overload resolution prefers the span.
/// </content>
public abstract partial class DrawSession
{
    /// <summary>Draws the pictures first, first + 1, … of a seed, each the same as drawn alone.</summary>
    /// <param name="seed">Seed of a whole run.</param>
    /// <param name="first">Number of the first picture in it.</param>
    /// <param name="images">Receives n pictures [n, C, B, A].</param>
    /// <exception cref="ArgumentException"><paramref name="images"/> has other dimensions.</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    [OverloadResolutionPriority(-1)]
    public void SampleBatch(ulong seed, ulong first, in TensorSpan<float> images)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessPictures(images.Lengths, Shape);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            ulong number = Number(first, k);
            Begin(LatentSource.Prior, seed, number, pass);
            DrawFrom(new PriorLatents(seed, number));
            CopyPictures(images, k);
        }
    }

    /// <summary>Draws pictures from latents, each the same as drawn alone.</summary>
    /// <param name="latents">[n, T, Z].</param>
    /// <param name="images">Receives [n, C, B, A].</param>
    /// <exception cref="ArgumentException">A tensor has other dimensions, or a latent is not finite.</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    [OverloadResolutionPriority(-1)]
    public void DecodeBatch(in ReadOnlyTensorSpan<float> latents, in TensorSpan<float> images)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessPictures(images.Lengths, Shape);
        Guard.UnlessLatents(latents.Lengths, count, Shape);
        RequireFinite(latents, count);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(LatentSource.Caller, seed: 0, first: 0, pass);
            DrawFrom(new TensorLatents(latents, k));
            CopyPictures(images, k);
        }
    }

    /// <summary>Reconstructs images from the means of their latents.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="reconstructions">Receives [n, C, B, A].</param>
    /// <exception cref="ArgumentException">A tensor has other dimensions, or a pixel is outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    [OverloadResolutionPriority(-1)]
    public void ReconstructBatch(in ReadOnlyTensorSpan<float> images, in TensorSpan<float> reconstructions) =>
        ReconstructBatch(LatentSource.PosteriorMean, images, seed: 0, first: 0, reconstructions);

    /// <summary>Reconstructs images from samples of their latents, each the same as alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="first">Number of the first image in it.</param>
    /// <param name="reconstructions">Receives [n, C, B, A].</param>
    /// <exception cref="ArgumentException">A tensor has other dimensions, or a pixel is outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    [OverloadResolutionPriority(-1)]
    public void ReconstructBatch(
        in ReadOnlyTensorSpan<float> images, ulong seed, ulong first, in TensorSpan<float> reconstructions) =>
        ReconstructBatch(LatentSource.Posterior, images, seed, first, reconstructions);

    /// <summary>Encodes images as the means of their latents.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="latents">Receives [n, T, Z].</param>
    /// <exception cref="ArgumentException">A tensor has other dimensions, or a pixel is outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    [OverloadResolutionPriority(-1)]
    public void EncodeBatch(in ReadOnlyTensorSpan<float> images, in TensorSpan<float> latents)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessPictures(images.Lengths, Shape);
        Guard.UnlessLatents(latents.Lengths, count, Shape);
        TensorRuns.RequireUnit(images, Shape);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(LatentSource.PosteriorMean, seed: 0, first: 0, images, k, pass);
            while (_glimpse < Shape.Glimpses)
            {
                nint t = _glimpse;
                Advance();
                for (int picture = 0; picture < pass; picture++)
                {
                    TensorRuns.Store(_state[DrawBuffer.Latent, picture][0], latents, [k + picture, t, 0]);
                }
            }
        }
    }

    /// <summary>The bounds of images, each the same as scored alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="first">Number of the first image in it.</param>
    /// <param name="scores">Receives [n].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    [OverloadResolutionPriority(-1)]
    public void ScoreBatch(in ReadOnlyTensorSpan<float> images, ulong seed, ulong first, Span<Score> scores)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessPictures(images.Lengths, Shape);
        Guard.UnlessAsMany("scores", scores.Length, count);
        TensorRuns.RequireUnit(images, Shape);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(LatentSource.Posterior, seed, Number(first, k), images, k, pass);
            FinishScores(scores.Slice(k, pass));
        }
    }

    private void ReconstructBatch(
        LatentSource source, in ReadOnlyTensorSpan<float> images, ulong seed, ulong first, in TensorSpan<float> reconstructions)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessPictures(images.Lengths, Shape);
        Guard.UnlessAsMany("reconstructions", Guard.UnlessPictures(reconstructions.Lengths, Shape), count);
        TensorRuns.RequireUnit(images, Shape);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(source, seed, Number(first, k), images, k, pass);
            Finish();
            CopyPictures(reconstructions, k);
        }
    }

    /// <summary>Begins to reconstruct the images k, k + 1, … of a pass.</summary>
    private void Begin(LatentSource source, ulong seed, ulong first, in ReadOnlyTensorSpan<float> images, int k, int pass)
    {
        Begin(source, seed, first, pass);
        _hasImages = true;
        for (int picture = 0; picture < pass; picture++)
        {
            TensorRuns.Load(images, k + picture, Shape, _state[DrawBuffer.Image, picture]);
        }
    }

    /// <summary>Requires finite latents, before anything is drawn from any of them.</summary>
    private void RequireFinite(in ReadOnlyTensorSpan<float> latents, int count)
    {
        const int Piece = 1024;
        Span<float> room = stackalloc float[Math.Min(Shape.Latent, Piece)];
        for (int k = 0; k < count; k++)
        {
            for (int t = 0; t < Shape.Glimpses; t++)
            {
                for (int first = 0; first < Shape.Latent; first += room.Length)
                {
                    Span<float> piece = room[..Math.Min(room.Length, Shape.Latent - first)];
                    TensorRuns.Load(latents, [k, t, first], piece);
                    Guard.UnlessFinite(piece, ((long)k * Shape.Glimpses + t) * Shape.Latent + first);
                }
            }
        }
    }

    /// <summary>Copies the pictures of the pass to those from k on.</summary>
    private void CopyPictures(in TensorSpan<float> images, int k)
    {
        Span<float> pixels = stackalloc float[Shape.Width];
        for (int picture = 0; picture < _pictures; picture++)
        {
            Rows canvas = _state[DrawBuffer.Canvas, picture];
            for (int row = 0; row < canvas.Count; row++)
            {
                VectorMath.Sigmoid(canvas[row], pixels);
                TensorRuns.Store(pixels, images, [k + picture, row / Shape.Height, row % Shape.Height, 0]);
            }
        }
    }
}
