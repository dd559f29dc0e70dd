using System.Diagnostics.CodeAnalysis;
using DrawAot.Layout;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Runtime;

namespace DrawAot;

/// <summary>
/// Samples, reconstructs, encodes, decodes and scores with a DRAW model, or draws glimpse by glimpse. A session serves one thread at a
/// time and allocates nothing between creation and disposal.
/// </summary>
/// <remarks>
/// <para>
/// All noise depends on a seed and an index alone: see <see cref="Normals"/>. Latents of the prior use the
/// streams 0 … T − 1; the noise of a posterior's the streams from <see cref="Normals.PosteriorStream"/> on.
/// </para>
/// <para>
/// A session has one canvas. Each call that draws from the start, such as <see cref="Sample"/>, ends what
/// <see cref="Begin(ulong, ulong)"/> began, and leaves its own outcome to be looked at: of a batch, that of the last picture.
/// </para>
/// </remarks>
public abstract partial class DrawSession : ModelSession
{
    private readonly DrawState _state;
    private readonly ulong[] _indices;
    private LatentSource _source;
    private bool _hasImages;
    private bool _sharesImage;
    private ulong _seed;
    private int _sample;
    private int _pictures = 1;
    private int _glimpse;

    /// <summary>Creates a session over a model's emitted state.</summary>
    [SuppressMessage(
        "ApiDesign", "RS0022:Constructor make noninheritable base class inheritable",
        Justification = "Emitted sessions derive from this class; its base class has no protected members.")]
    protected DrawSession(DrawState state)
        : base(state)
    {
        _state = state;
        _indices = new ulong[state.MaxPictures];
        Shape = state.Shape;
    }

    /// <summary>The source of the latents of the picture being drawn.</summary>
    private enum LatentSource
    {
        /// <summary>No picture was begun.</summary>
        None,

        /// <summary>z ~ N(0, I).</summary>
        Prior,

        /// <summary>z = μ + σ·ε, ε ~ N(0, I).</summary>
        Posterior,

        /// <summary>z = μ.</summary>
        PosteriorMean,

        /// <summary>The caller gives each with its step.</summary>
        Caller,
    }

    /// <summary>All sizes of the model.</summary>
    public DrawShape Shape { get; }

    /// <summary>Glimpses drawn since the beginning, 0 … T.</summary>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public int Glimpse
    {
        get
        {
            using Claim claim = Enter();
            return _glimpse;
        }
    }

    /// <summary>The read window of the last glimpse, in pixels; null before the first, without an image, and without attention.</summary>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public AttentionWindow? ReadWindow
    {
        get
        {
            using Claim claim = Enter();
            return _hasImages && _glimpse > 0 && Shape.ReadAttention is not null ? _state.ReadWindow(_pictures - 1) : null;
        }
    }

    /// <summary>The write window of the last glimpse, in pixels; null before the first, and without attention.</summary>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public AttentionWindow? WriteWindow
    {
        get
        {
            using Claim claim = Enter();
            return _glimpse > 0 && Shape.WriteAttention is not null ? _state.WriteWindow(_pictures - 1) : null;
        }
    }

    /// <summary>The state with all intermediates, for tests.</summary>
    internal DrawState State => _state;

    /// <summary>Begins a picture whose latents are given one by one, with <see cref="Step(ReadOnlySpan{float})"/>.</summary>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Begin()
    {
        using Claim claim = Enter();
        Begin(LatentSource.Caller, seed: 0, first: 0);
    }

    /// <summary>Begins the picture that belongs to a seed and an index: after T steps it is that of <see cref="Sample"/>.</summary>
    /// <param name="seed">Seed of a whole run.</param>
    /// <param name="index">Number of the picture in it.</param>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Begin(ulong seed, ulong index)
    {
        using Claim claim = Enter();
        Begin(LatentSource.Prior, seed, index);
    }

    /// <summary>Begins to reconstruct an image from the means of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> has another length, or a value outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void BeginReconstruction(ReadOnlySpan<float> image)
    {
        using Claim claim = Enter();
        RequireImage(image);
        Begin(LatentSource.PosteriorMean, seed: 0, first: 0, image);
    }

    /// <summary>Begins to reconstruct an image from samples of its latents.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="seed">Seed of a whole run's noise.</param>
    /// <param name="index">Number of the image in it.</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> has another length, or a value outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void BeginReconstruction(ReadOnlySpan<float> image, ulong seed, ulong index)
    {
        using Claim claim = Enter();
        RequireImage(image);
        Begin(LatentSource.Posterior, seed, index, image);
    }

    /// <summary>Draws one more glimpse.</summary>
    /// <returns>Whether there was one left to draw.</returns>
    /// <exception cref="InvalidOperationException">No picture was begun, the caller gives its latents, or another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public bool Step()
    {
        using Claim claim = Enter();
        if (_source is LatentSource.None or LatentSource.Caller)
        {
            throw new InvalidOperationException(_source is LatentSource.None
                ? "No picture was begun; Begin or BeginReconstruction was expected before Step."
                : "This picture was begun without a seed; Step was expected with its next latent.");
        }

        if (_glimpse == Shape.Glimpses)
        {
            return false;
        }

        Advance();
        return true;
    }

    /// <summary>Draws one more glimpse from a given latent, whichever latents the picture was begun with.</summary>
    /// <param name="latent">z [Z].</param>
    /// <returns>Whether there was one left to draw.</returns>
    /// <exception cref="ArgumentException"><paramref name="latent"/> has another length, or a value that is not finite.</exception>
    /// <exception cref="InvalidOperationException">No picture was begun, or another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public bool Step(ReadOnlySpan<float> latent)
    {
        using Claim claim = Enter();
        if (_source is LatentSource.None)
        {
            throw new InvalidOperationException("No picture was begun; Begin or BeginReconstruction was expected before Step.");
        }

        if (latent.Length != Shape.Latent)
        {
            throw new ArgumentException($"The latent holds {latent.Length} values; {Shape.Latent} were expected.", nameof(latent));
        }

        Guard.UnlessFinite(latent, parameter: nameof(latent));
        if (_glimpse == Shape.Glimpses)
        {
            return false;
        }

        AdvanceWith(latent);
        return true;
    }

    /// <summary>Copies the picture so far: the probabilities σ(c).</summary>
    /// <param name="image">Receives [C, B, A], each value in [0, 1].</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">No picture was begun, or another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void CopyPicture(Span<float> image)
    {
        using Claim claim = Enter();
        Guard.UnlessOnePicture(image.Length, Shape);
        CopyLastCanvas(image);
        VectorMath.Sigmoid(image, image);
    }

    /// <summary>Copies the canvas so far: the logits c.</summary>
    /// <param name="canvas">Receives [C, B, A].</param>
    /// <exception cref="ArgumentException"><paramref name="canvas"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">No picture was begun, or another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void CopyCanvas(Span<float> canvas)
    {
        using Claim claim = Enter();
        Guard.UnlessOnePicture(canvas.Length, Shape);
        CopyLastCanvas(canvas);
    }

    private void CopyLastCanvas(Span<float> canvas)
    {
        if (_source is LatentSource.None)
        {
            throw new InvalidOperationException("No picture was begun; Begin, or a verb that draws, was expected before there is a picture.");
        }

        _state[DrawBuffer.Canvas, _pictures - 1].CopyTo(canvas);
    }

    private void RequireImage(ReadOnlySpan<float> image)
    {
        Guard.UnlessOnePicture(image.Length, Shape);
        Guard.UnlessUnit(image);
    }

    /// <summary>Begins the pictures first, first + 1, … of a pass.</summary>
    private void Begin(LatentSource source, ulong seed, ulong first, int pictures = 1)
    {
        (_source, _hasImages, _seed, _pictures, _glimpse) = (source, false, seed, pictures, 0);
        for (int picture = 0; picture < pictures; picture++)
        {
            _indices[picture] = Number(first, picture);
        }

        (_sharesImage, _sample) = (false, 0);
        _state.Begin(pictures);
    }

    /// <summary>Begins to reconstruct the images of a pass.</summary>
    private void Begin(LatentSource source, ulong seed, ulong first, ReadOnlySpan<float> images)
    {
        Begin(source, seed, first, images.Length / Shape.PixelCount);
        _hasImages = true;
        for (int picture = 0; picture < _pictures; picture++)
        {
            _state[DrawBuffer.Image, picture].CopyFrom(Picture(images, picture));
        }
    }

    /// <summary>One glimpse: the encode step, if there are images; the choice of z; the decode step.</summary>
    private void Advance()
    {
        if (_hasImages)
        {
            _state.EncodeStep(_pictures);
        }

        for (int picture = 0; picture < _pictures; picture++)
        {
            ChooseLatent(picture);
        }

        _state.DecodeStep(_pictures);
        _glimpse++;
    }

    private void ChooseLatent(int picture)
    {
        Span<float> z = _state[DrawBuffer.Latent, picture][0];
        if (_source is LatentSource.Prior)
        {
            new PriorLatents(_seed, _indices[0]).CopyTo(picture, _glimpse, z);
            return;
        }

        Span<float> mean = _state[DrawBuffer.Mean, picture][0];
        if (_source is LatentSource.PosteriorMean)
        {
            mean.CopyTo(z);
            return;
        }

        // Pictures of a pass are different images, or samples of one image.
        ulong index = _indices[_sharesImage ? 0 : picture];
        int sample = _sharesImage ? _sample + picture : 0;
        Span<float> noise = _state[DrawBuffer.Noise, picture][0];
        Normals.Fill(_seed, index, Normals.PosteriorStream + ((uint)sample << SampleShift) + (uint)_glimpse, noise);
        Likelihood.SamplePosterior(mean, _state[DrawBuffer.LogSigma, picture][0], noise, z);
    }

    /// <summary>One glimpse with a given z.</summary>
    private void AdvanceWith(ReadOnlySpan<float> latent)
    {
        if (_hasImages)
        {
            _state.EncodeStep(pictures: 1);
        }

        latent.CopyTo(_state[DrawBuffer.Latent][0]);
        _state.DecodeStep(pictures: 1);
        _glimpse++;
    }

    /// <summary>All glimpses of the pictures that were begun, from known latents.</summary>
    private void DrawFrom<TLatents>(TLatents latents)
        where TLatents : ILatents, allows ref struct
    {
        if (_pictures == 1)
        {
            DrawOneFrom(latents);
            return;
        }

        while (_glimpse < Shape.Glimpses)
        {
            for (int picture = 0; picture < _pictures; picture++)
            {
                latents.CopyTo(picture, _glimpse, _state[DrawBuffer.Latent, picture][0]);
            }

            _state.DecodeStep(_pictures);
            _glimpse++;
        }
    }

    /// <summary>One picture alone: its glimpses share one pass over the weights before and after the recurrence.</summary>
    private void DrawOneFrom<TLatents>(TLatents latents)
        where TLatents : ILatents, allows ref struct
    {
        while (_glimpse < Shape.Glimpses)
        {
            int ahead = Math.Min(Shape.Glimpses - _glimpse, _state.MaxSequence);
            for (int t = 0; t < ahead; t++)
            {
                latents.CopyTo(picture: 0, _glimpse + t, _state.SequenceLatent(t));
            }

            _state.DecodeSequence(ahead);
            _glimpse += ahead;
        }
    }

    /// <summary>Draws the remaining glimpses, each with an encode step.</summary>
    private void Finish()
    {
        while (_glimpse < Shape.Glimpses)
        {
            Advance();
        }
    }

    /// <summary>Copies the pictures of the pass.</summary>
    private void CopyPictures(Span<float> images)
    {
        for (int picture = 0; picture < _pictures; picture++)
        {
            _state[DrawBuffer.Canvas, picture].CopyTo(Picture(images, picture));
        }

        VectorMath.Sigmoid(images, images);
    }
}
