namespace DrawAot.Native;

/// <summary>Every verb of a session once, on images of its own, and the labels: what is done for the first time is done here.</summary>
internal sealed class WarmUp(LinkedModel.Session session)
{
    /// <summary>Images in a batch: enough for several tiles, of which the last is not full.</summary>
    private const int Images = 16;

    private readonly float[] _images = new float[Images * session.Shape.PixelCount];
    private readonly float[] _probabilities = new float[Images * session.Shape.ClassCount];

    /// <summary>Runs it.</summary>
    public unsafe void Run()
    {
        Span<float> image = _images.AsSpan(0, session.Shape.PixelCount), probabilities = _probabilities.AsSpan(0, session.Shape.ClassCount);
        session.ClassifyBatch(_images, _probabilities);
        int best = session.Classify(image, probabilities);
        session.Begin(image);
        session.Step();
        session.CopyProbabilities(probabilities);
        _ = (session.Glimpse, session.ReadWindow, *ClassLabels.Of(best));
    }
}
