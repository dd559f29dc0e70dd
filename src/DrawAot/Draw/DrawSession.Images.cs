using DrawAot.Layout;
using DrawAot.Numerics;
using DrawAot.Runtime;

namespace DrawAot;

/// <content>Reconstruct, encode and score.</content>
public abstract partial class DrawSession
{
    /// <summary>The most samples that <see cref="ScoreImportanceWeighted"/> takes: the number of its streams of noise.</summary>
    public const int LargestSampleCount = 1 << (StreamBits - SampleShift);

    private const int StreamBits = 31, SampleShift = 16;

    /// <summary>Reconstructs an image from the means of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="reconstruction">Receives σ(c_T) in [0, 1] [C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Reconstruct(ReadOnlySpan<float> image, Span<float> reconstruction)
    {
        using Claim claim = Enter();
        Guard.UnlessOnePicture(reconstruction.Length, Shape);
        RequireImage(image);
        Begin(LatentSource.PosteriorMean, seed: 0, first: 0, image);
        Finish();
        CopyPictures(reconstruction);
    }

    /// <summary>Reconstructs an image from samples of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    /// <param name="reconstruction">Receives σ(c_T) in [0, 1] [C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Reconstruct(ReadOnlySpan<float> image, ulong seed, ulong index, Span<float> reconstruction)
    {
        using Claim claim = Enter();
        Guard.UnlessOnePicture(reconstruction.Length, Shape);
        RequireImage(image);
        Begin(LatentSource.Posterior, seed, index, image);
        Finish();
        CopyPictures(reconstruction);
    }

    /// <summary>Reconstructs images from the means of their latents.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="reconstructions">Receives [n, C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ReconstructBatch(ReadOnlySpan<float> images, Span<float> reconstructions) =>
        ReconstructBatch(LatentSource.PosteriorMean, images, seed: 0, first: 0, reconstructions);

    /// <summary>Reconstructs images from samples of their latents, each the same as alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="first">Number of the first image in it.</param>
    /// <param name="reconstructions">Receives [n, C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ReconstructBatch(ReadOnlySpan<float> images, ulong seed, ulong first, Span<float> reconstructions) =>
        ReconstructBatch(LatentSource.Posterior, images, seed, first, reconstructions);

    /// <summary>Reconstructs images from samples of their latents, each with the noise of an index of its own.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="indices">Number of each image in it [n].</param>
    /// <param name="reconstructions">Receives [n, C, B, A].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ReconstructBatch(
        ReadOnlySpan<float> images, ulong seed, ReadOnlySpan<ulong> indices, Span<float> reconstructions)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessImages(images, Shape);
        Guard.UnlessAsMany("indices", indices.Length, count);
        Guard.UnlessAsMany("reconstructions", Guard.UnlessWholePictures(reconstructions.Length, Shape), count);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(LatentSource.Posterior, seed, first: 0, Pictures(images, k, pass));
            indices.Slice(k, pass).CopyTo(_indices);
            Finish();
            CopyPictures(Pictures(reconstructions, k, pass));
        }
    }

    /// <summary>Encodes an image as the means of its latents. <see cref="Decode"/> turns them into its reconstruction.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="latents">Receives μ of every glimpse [T, Z].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Encode(ReadOnlySpan<float> image, Span<float> latents)
    {
        using Claim claim = Enter();
        Guard.UnlessLatents(latents.Length, pictures: 1, Shape);
        RequireImage(image);
        Begin(LatentSource.PosteriorMean, seed: 0, first: 0, image);
        EncodeInto(latents);
    }

    /// <summary>Encodes an image as a sample of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    /// <param name="latents">Receives z of every glimpse [T, Z].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Encode(ReadOnlySpan<float> image, ulong seed, ulong index, Span<float> latents)
    {
        using Claim claim = Enter();
        Guard.UnlessLatents(latents.Length, pictures: 1, Shape);
        RequireImage(image);
        Begin(LatentSource.Posterior, seed, index, image);
        EncodeInto(latents);
    }

    /// <summary>Encodes images as the means of their latents.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="latents">Receives [n, T, Z].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void EncodeBatch(ReadOnlySpan<float> images, Span<float> latents)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessImages(images, Shape);
        Guard.UnlessLatents(latents.Length, count, Shape);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(LatentSource.PosteriorMean, seed: 0, first: 0, Pictures(images, k, pass));
            EncodeInto(latents.Slice(k * LatentCount, pass * LatentCount));
        }
    }

    /// <summary>The variational bound on −log p(x) of an image, with one sample of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> has another length, or a value outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public Score Score(ReadOnlySpan<float> image, ulong seed, ulong index)
    {
        using Claim claim = Enter();
        Score score = default;
        RequireImage(image);
        Begin(LatentSource.Posterior, seed, index, image);
        FinishScores(new Span<Score>(ref score));
        return score;
    }

    /// <summary>The bounds of images, each the same as scored alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="first">Number of the first image in it.</param>
    /// <param name="scores">Receives [n].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ScoreBatch(ReadOnlySpan<float> images, ulong seed, ulong first, Span<Score> scores)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessImages(images, Shape);
        Guard.UnlessAsMany("scores", scores.Length, count);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(LatentSource.Posterior, seed, Number(first, k), Pictures(images, k, pass));
            FinishScores(scores.Slice(k, pass));
        }
    }

    /// <summary>The bounds of images, each with the noise of an index of its own and the same as scored alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="indices">Number of each image in it [n].</param>
    /// <param name="scores">Receives [n].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ScoreBatch(ReadOnlySpan<float> images, ulong seed, ReadOnlySpan<ulong> indices, Span<Score> scores)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessImages(images, Shape);
        Guard.UnlessAsMany("indices", indices.Length, count);
        Guard.UnlessAsMany("scores", scores.Length, count);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(LatentSource.Posterior, seed, first: 0, Pictures(images, k, pass));
            indices.Slice(k, pass).CopyTo(_indices);
            FinishScores(scores.Slice(k, pass));
        }
    }

    /// <summary>
    /// The importance-weighted bound on −log p(x): −log of the mean of p(x, z) / q(z | x) over some samples of z (Burda,
    /// Grosse and Salakhutdinov 2016, equation 8). Its mean falls towards −log p(x) as their number grows.
    /// </summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="samples">k, 1 … <see cref="LargestSampleCount"/>. The first uses the noise of <see cref="Score"/>.</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    /// <returns>Nats.</returns>
    /// <exception cref="ArgumentException"><paramref name="image"/> has another length, or a value outside [0, 1].</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="samples"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public double ScoreImportanceWeighted(ReadOnlySpan<float> image, int samples, ulong seed, ulong index)
    {
        using Claim claim = Enter();
        if (samples is < 1 or > LargestSampleCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(samples), $"{samples} samples were asked for; 1 to {LargestSampleCount} were expected.");
        }

        RequireImage(image);

        // log Σ e^w, with the largest w so far taken out so that nothing under- or overflows.
        double largest = double.NegativeInfinity, sum = 0;
        Span<double> room = stackalloc double[ModelLayout.LargestBatchSize];
        for (int sample = 0, pass; sample < samples; sample += pass)
        {
            pass = NextPass(samples - sample);
            BeginSamples(image, seed, index, sample, pass);
            Span<double> weights = room[..pass];
            FinishWeights(weights);
            foreach (double w in weights)
            {
                double above = Math.Max(largest, w);
                sum = sum * Math.Exp(largest - above) + Math.Exp(w - above);
                largest = above;
            }
        }

        return -(largest + Math.Log(sum / samples));
    }

    private void ReconstructBatch(
        LatentSource source, ReadOnlySpan<float> images, ulong seed, ulong first, Span<float> reconstructions)
    {
        using Claim claim = Enter();
        int count = Guard.UnlessImages(images, Shape);
        Guard.UnlessAsMany("reconstructions", Guard.UnlessWholePictures(reconstructions.Length, Shape), count);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            Begin(source, seed, Number(first, k), Pictures(images, k, pass));
            Finish();
            CopyPictures(Pictures(reconstructions, k, pass));
        }
    }

    /// <summary>Begins to reconstruct an image from some samples of its latents, which share a pass.</summary>
    private void BeginSamples(ReadOnlySpan<float> image, ulong seed, ulong index, int first, int samples)
    {
        Begin(LatentSource.Posterior, seed, index, samples);
        (_hasImages, _sharesImage, _sample) = (true, true, first);
        for (int picture = 0; picture < samples; picture++)
        {
            _state[DrawBuffer.Image, picture].CopyFrom(image);
        }
    }

    /// <summary>Draws the remaining glimpses and adds up their costs.</summary>
    private void FinishScores(Span<Score> scores)
    {
        Span<double> divergences = stackalloc double[scores.Length];
        divergences.Clear();
        while (_glimpse < Shape.Glimpses)
        {
            Advance();
            for (int picture = 0; picture < scores.Length; picture++)
            {
                divergences[picture] += Likelihood.Divergence(
                    _state[DrawBuffer.Mean, picture][0], _state[DrawBuffer.LogSigma, picture][0]);
            }
        }

        for (int picture = 0; picture < scores.Length; picture++)
        {
            scores[picture] = new Score(ReconstructionLoss(picture), divergences[picture]);
        }
    }

    /// <summary>Draws the remaining glimpses: log p(x, z) − log q(z | x) of each sample of z.</summary>
    private void FinishWeights(Span<double> weights)
    {
        weights.Clear();
        while (_glimpse < Shape.Glimpses)
        {
            Advance();
            for (int picture = 0; picture < weights.Length; picture++)
            {
                weights[picture] += Likelihood.LogPriorOverPosterior(
                    _state[DrawBuffer.Noise, picture][0],
                    _state[DrawBuffer.LogSigma, picture][0],
                    _state[DrawBuffer.Latent, picture][0]);
            }
        }

        for (int picture = 0; picture < weights.Length; picture++)
        {
            weights[picture] -= ReconstructionLoss(picture);
        }
    }

    /// <summary>L_x of an image, from its canvas.</summary>
    private double ReconstructionLoss(int picture)
    {
        double nats = 0;
        Rows image = _state[DrawBuffer.Image, picture], canvas = _state[DrawBuffer.Canvas, picture];
        for (int row = 0; row < image.Count; row++)
        {
            nats += Likelihood.Bernoulli(image[row], canvas[row]);
        }

        return nats;
    }

    /// <summary>Draws the remaining glimpses, and stores the latents of the pictures of the pass [pictures, T, Z].</summary>
    private void EncodeInto(Span<float> latents)
    {
        while (_glimpse < Shape.Glimpses)
        {
            int t = _glimpse;
            Advance();
            for (int picture = 0; picture < _pictures; picture++)
            {
                _state[DrawBuffer.Latent, picture][0].CopyTo(latents[((picture * Shape.Glimpses + t) * Shape.Latent)..]);
            }
        }
    }
}
