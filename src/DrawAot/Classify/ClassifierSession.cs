using System.Diagnostics.CodeAnalysis;
using DrawAot.Manifest;
using DrawAot.Numerics;

namespace DrawAot;

/// <summary>
/// Classifies images, or takes one image glimpse by glimpse and gives the answer after any of them. A session serves one thread at a
/// time and allocates nothing between creation and disposal.
/// </summary>
/// <remarks>
/// A session has one image in work. Each call that classifies from the start, such as
/// <see cref="Classify(ReadOnlySpan{float}, Span{float})"/>, ends what <see cref="Begin"/> began, and leaves its own outcome to be looked
/// at: of a batch, that of the last image.
/// </remarks>
public abstract partial class ClassifierSession : ModelSession
{
    private readonly ClassifierState _state;
    private bool _hasImages;
    private int _pictures = 1;
    private int _glimpse;

    /// <summary>Creates a session over a model's emitted state.</summary>
    [SuppressMessage(
        "ApiDesign", "RS0022:Constructor make noninheritable base class inheritable",
        Justification = "Emitted sessions derive from this class; its base class has no protected members.")]
    protected ClassifierSession(ClassifierState state)
        : base(state)
    {
        _state = state;
        Shape = state.Shape;
    }

    /// <summary>All sizes of the model.</summary>
    public ClassifierShape Shape { get; }

    /// <summary>Glimpses since the beginning, 0 … T.</summary>
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

    /// <summary>The read window of the last glimpse, in pixels; null before the first.</summary>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public AttentionWindow? ReadWindow
    {
        get
        {
            using Claim claim = Enter();
            return _glimpse > 0 ? _state.ReadWindow(_pictures - 1) : null;
        }
    }

    /// <summary>The state with all intermediates, for tests.</summary>
    internal ClassifierState State => _state;

    /// <summary>Classifies an image in all T glimpses.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <param name="probabilities">Receives the probability of each class, in [0, 1], which sum to 1 [K].</param>
    /// <returns>The class of the largest probability, 0 … K − 1; the first of equal ones.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public int Classify(ReadOnlySpan<float> image, Span<float> probabilities)
    {
        using Claim claim = Enter();
        RequireImage(image);
        Guard.UnlessClasses(probabilities.Length, images: 1, Shape.ClassCount);
        BeginPass(image);
        Finish();
        return Softmax.Of(Logits(picture: 0), probabilities);
    }

    /// <summary>Classifies images, each the same as classified alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="probabilities">Receives the probability of each class [n, K].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ClassifyBatch(ReadOnlySpan<float> images, Span<float> probabilities)
    {
        using Claim claim = Enter();
        ClassifyAll(images, probabilities, default);
    }

    /// <summary>Classifies images, each the same as classified alone.</summary>
    /// <param name="images">[n, C, B, A], each value in [0, 1].</param>
    /// <param name="probabilities">Receives the probability of each class [n, K].</param>
    /// <param name="classes">Receives the class of the largest probability of each image, 0 … K − 1; the first of equal ones [n].</param>
    /// <exception cref="ArgumentException">A length is wrong, or a pixel outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void ClassifyBatch(ReadOnlySpan<float> images, Span<float> probabilities, Span<int> classes)
    {
        using Claim claim = Enter();
        Guard.UnlessAsMany("classes", classes.Length, Guard.UnlessWholePictures(images.Length, Shape));
        ClassifyAll(images, probabilities, classes);
    }

    /// <summary>Begins to classify an image glimpse by glimpse.</summary>
    /// <param name="image">x [C, B, A], each value in [0, 1].</param>
    /// <exception cref="ArgumentException"><paramref name="image"/> has another length, or a value outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">Another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Begin(ReadOnlySpan<float> image)
    {
        using Claim claim = Enter();
        RequireImage(image);
        BeginPass(image);
    }

    /// <summary>Takes one more glimpse of the image.</summary>
    /// <returns>Whether there was one left to take.</returns>
    /// <exception cref="InvalidOperationException">No image was begun, or another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public bool Step()
    {
        using Claim claim = Enter();
        RequireBegun();
        if (_glimpse == Shape.Glimpses)
        {
            return false;
        }

        _state.GlimpseStep(_pictures);
        _glimpse++;
        return true;
    }

    /// <summary>Copies the class probabilities after the glimpses so far; after all T they are those of <see cref="Classify(ReadOnlySpan{float}, Span{float})"/>.</summary>
    /// <param name="probabilities">Receives the probability of each class, in [0, 1], which sum to 1 [K].</param>
    /// <returns>The class of the largest probability, 0 … K − 1; the first of equal ones.</returns>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> has another length.</exception>
    /// <exception cref="InvalidOperationException">No image was begun, it had no glimpse yet, or another call is using the session.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public int CopyProbabilities(Span<float> probabilities)
    {
        using Claim claim = Enter();
        Guard.UnlessClasses(probabilities.Length, images: 1, Shape.ClassCount);
        RequireBegun();
        if (_glimpse == 0)
        {
            throw new InvalidOperationException("The image had no glimpse yet; Step was expected before there are probabilities.");
        }

        _state.UpdateLogits(_pictures);
        return Softmax.Of(Logits(_pictures - 1), probabilities);
    }

    /// <summary>Classifies a batch.</summary>
    /// <param name="images">[n, C, B, A].</param>
    /// <param name="probabilities">Receives [n, K].</param>
    /// <param name="classes">Receives [n], or is empty.</param>
    private void ClassifyAll(ReadOnlySpan<float> images, Span<float> probabilities, Span<int> classes)
    {
        int count = Guard.UnlessImages(images, Shape);
        Guard.UnlessClasses(probabilities.Length, count, Shape.ClassCount);
        for (int k = 0, pass; k < count; k += pass)
        {
            pass = NextPass(count - k);
            BeginPass(images.Slice(k * Shape.PixelCount, pass * Shape.PixelCount));
            Finish();
            for (int picture = 0; picture < pass; picture++)
            {
                int best = Softmax.Of(Logits(picture), probabilities.Slice((k + picture) * Shape.ClassCount, Shape.ClassCount));
                if (!classes.IsEmpty)
                {
                    classes[k + picture] = best;
                }
            }
        }
    }

    private void RequireBegun()
    {
        if (!_hasImages)
        {
            throw new InvalidOperationException("No image was begun; Begin, or a call that classifies, was expected before.");
        }
    }

    private void RequireImage(ReadOnlySpan<float> image)
    {
        Guard.UnlessOnePicture(image.Length, Shape);
        Guard.UnlessUnit(image);
    }

    /// <summary>Begins the images of a pass.</summary>
    private void BeginPass(ReadOnlySpan<float> images)
    {
        BeginPass(images.Length / Shape.PixelCount);
        for (int picture = 0; picture < _pictures; picture++)
        {
            _state[ClassifierBuffer.Image, picture].CopyFrom(images.Slice(picture * Shape.PixelCount, Shape.PixelCount));
        }
    }

    private void BeginPass(int pictures)
    {
        (_hasImages, _pictures, _glimpse) = (true, pictures, 0);
        _state.Begin(pictures);
    }

    /// <summary>The remaining glimpses, then the logits.</summary>
    private void Finish()
    {
        for (; _glimpse < Shape.Glimpses; _glimpse++)
        {
            _state.GlimpseStep(_pictures);
        }

        _state.UpdateLogits(_pictures);
    }

    private ReadOnlySpan<float> Logits(int picture) => _state[ClassifierBuffer.Logits, picture][0];
}
