using DrawAot.Numerics;

namespace DrawAot;

/// <content>What the model makes of images.</content>
public abstract partial class DrawSession
{
    /// <summary>The most samples that <see cref="ScoreImportanceWeighted"/> takes: as many as there are streams of noise.</summary>
    public const int LargestSampleCount = 1 << (StreamBits - SampleShift);

    private const int StreamBits = 31, SampleShift = 16;

    /// <summary>Draws an image again, with the means of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="reconstruction">Receives σ(c_T) in [0, 1] [C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Reconstruct(ReadOnlySpan<float> image, Span<float> reconstruction)
    {
        Refusal.UnlessOnePicture(reconstruction.Length, Shape);
        Begin(LatentSource.PosteriorMean, seed: 0, index: 0, image);
        Finish(reconstruction);
    }

    /// <summary>Draws an image again, with samples of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    /// <param name="reconstruction">Receives σ(c_T) in [0, 1] [C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Reconstruct(ReadOnlySpan<float> image, ulong seed, ulong index, Span<float> reconstruction)
    {
        Refusal.UnlessOnePicture(reconstruction.Length, Shape);
        Begin(LatentSource.Posterior, seed, index, image);
        Finish(reconstruction);
    }

    /// <summary>Draws images again, with the means of their latents.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="reconstructions">Receives [n, C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ReconstructBatch(ReadOnlySpan<float> images, Span<float> reconstructions)
    {
        int count = CountOf(images, reconstructions);
        for (int k = 0; k < count; k++)
        {
            Reconstruct(Picture(images, k), Picture(reconstructions, k));
        }
    }

    /// <summary>Draws images again, with samples of their latents, each the same as drawn alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="first">Number of the first image in it.</param>
    /// <param name="reconstructions">Receives [n, C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ReconstructBatch(ReadOnlySpan<float> images, ulong seed, ulong first, Span<float> reconstructions)
    {
        int count = CountOf(images, reconstructions);
        for (int k = 0; k < count; k++)
        {
            Reconstruct(Picture(images, k), seed, Number(first, k), Picture(reconstructions, k));
        }
    }

    /// <summary>Encodes an image as the means of its latents. <see cref="Decode"/> makes its reconstruction of them.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="latents">Receives μ of every glimpse [T, Z].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Encode(ReadOnlySpan<float> image, Span<float> latents)
    {
        Refusal.UnlessLatents(latents.Length, pictures: 1, Shape);
        Begin(LatentSource.PosteriorMean, seed: 0, index: 0, image);
        EncodeInto(latents);
    }

    /// <summary>Encodes an image as a sample of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    /// <param name="latents">Receives z of every glimpse [T, Z].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Encode(ReadOnlySpan<float> image, ulong seed, ulong index, Span<float> latents)
    {
        Refusal.UnlessLatents(latents.Length, pictures: 1, Shape);
        Begin(LatentSource.Posterior, seed, index, image);
        EncodeInto(latents);
    }

    /// <summary>Encodes images as the means of their latents.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="latents">Receives [n, T, Z].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void EncodeBatch(ReadOnlySpan<float> images, Span<float> latents)
    {
        ObjectDisposedException.ThrowIf(_drawing.IsDisposed, this);
        int count = Refusal.UnlessImages(images, Shape);
        Refusal.UnlessLatents(latents.Length, count, Shape);
        for (int k = 0; k < count; k++)
        {
            Encode(Picture(images, k), latents.Slice(k * LatentCount, LatentCount));
        }
    }

    /// <summary>The variational bound on −log p(x) of an image, with one sample of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> has another length, or a value outside [0, 1].</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public Score Score(ReadOnlySpan<float> image, ulong seed, ulong index)
    {
        Begin(LatentSource.Posterior, seed, index, image);
        return FinishScore();
    }

    /// <summary>The bounds of images, each the same as scored alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="first">Number of the first image in it.</param>
    /// <param name="scores">Receives [n].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ScoreBatch(ReadOnlySpan<float> images, ulong seed, ulong first, Span<Score> scores)
    {
        ObjectDisposedException.ThrowIf(_drawing.IsDisposed, this);
        int count = Refusal.UnlessImages(images, Shape);
        Refusal.UnlessAsMany("scores", scores.Length, count);
        for (int k = 0; k < count; k++)
        {
            scores[k] = Score(Picture(images, k), seed, Number(first, k));
        }
    }

    /// <summary>
    /// The importance-weighted bound on −log p(x): −log of the mean of p(x, z) / q(z | x) over some samples of z (Burda,
    /// Grosse and Salakhutdinov 2016, equation 8). On average it falls towards −log p(x) with their number.
    /// </summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="samples">k, 1 … <see cref="LargestSampleCount"/>. The first uses the noise of <see cref="Score"/>.</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    /// <returns>Nats.</returns>
    /// <exception cref="ArgumentException"><paramref name="image"/> has another length, or a value outside [0, 1].</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public double ScoreImportanceWeighted(ReadOnlySpan<float> image, int samples, ulong seed, ulong index)
    {
        if (samples is < 1 or > LargestSampleCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(samples), $"{samples} samples were asked for; 1 to {LargestSampleCount} were expected.");
        }

        // log Σ e^w, with the largest w so far taken out so that nothing under- or overflows.
        double largest = double.NegativeInfinity, sum = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            Begin(LatentSource.Posterior, seed, index, image);
            double w = LogWeight(sample);
            double above = Math.Max(largest, w);
            sum = sum * Math.Exp(largest - above) + Math.Exp(w - above);
            largest = above;
        }

        GC.KeepAlive(this);
        return -(largest + Math.Log(sum / samples));
    }

    /// <summary>Draws all glimpses that are left, and adds up what they cost.</summary>
    private Score FinishScore()
    {
        double divergence = 0;
        while (Glimpse < Shape.Glimpses)
        {
            Advance();
            divergence += Likelihood.Divergence(_drawing[DrawingPart.Mean][0], _drawing[DrawingPart.LogSigma][0]);
        }

        var score = new Score(ReconstructionLoss(), divergence);
        GC.KeepAlive(this);
        return score;
    }

    /// <summary>log p(x, z) − log q(z | x) of one sample of z.</summary>
    private double LogWeight(int sample)
    {
        _stream += (uint)sample << SampleShift;
        double weight = 0;
        while (Glimpse < Shape.Glimpses)
        {
            Advance();
            weight += Likelihood.LogPriorOverPosterior(
                _drawing[DrawingPart.Noise][0], _drawing[DrawingPart.LogSigma][0], _drawing[DrawingPart.Latent][0]);
        }

        return weight - ReconstructionLoss();
    }

    /// <summary>L_x of the image and the canvas as they stand.</summary>
    private double ReconstructionLoss()
    {
        double nats = 0;
        Rows image = _drawing[DrawingPart.Image], canvas = _drawing[DrawingPart.Canvas];
        for (int row = 0; row < image.Count; row++)
        {
            nats += Likelihood.Bernoulli(image[row], canvas[row]);
        }

        return nats;
    }

    private void EncodeInto(Span<float> latents)
    {
        while (Glimpse < Shape.Glimpses)
        {
            Span<float> latent = latents.Slice(Glimpse * Shape.Latent, Shape.Latent);
            Advance();
            _drawing[DrawingPart.Latent][0].CopyTo(latent);
        }

        GC.KeepAlive(this);
    }

    private int CountOf(ReadOnlySpan<float> images, Span<float> reconstructions)
    {
        ObjectDisposedException.ThrowIf(_drawing.IsDisposed, this);
        int count = Refusal.UnlessImages(images, Shape);
        Refusal.UnlessAsMany("reconstructions", Refusal.UnlessWholePictures(reconstructions.Length, Shape), count);
        return count;
    }
}
