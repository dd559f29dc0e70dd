namespace DrawAot.Cli;

/// <summary>The class of an image.</summary>
/// <param name="Best">The class of the largest probability.</param>
/// <param name="Probabilities">The probability of each class [K].</param>
/// <param name="Path">Where the model looked; null where it was not recorded.</param>
internal sealed record ClassifiedImage(int Best, float[] Probabilities, WindowPath? Path)
{
    /// <summary>Classifies images, as <see cref="Pictures.Work{TSession, T}"/>.</summary>
    public static void Classify(
        ClassifierSession session, ReadOnlyMemory<float> images, ReadOnlySpan<ulong> noise, Span<ClassifiedImage?> results)
    {
        int classes = session.Shape.ClassCount;
        float[] probabilities = new float[results.Length * classes];
        int[] best = new int[results.Length];
        session.ClassifyBatch(images.Span, probabilities, best);
        for (int k = 0; k < results.Length; k++)
        {
            results[k] = new ClassifiedImage(best[k], probabilities[(k * classes)..((k + 1) * classes)], Path: null);
        }
    }

    /// <summary>The same, glimpse by glimpse, with the path of the read window.</summary>
    public static void Follow(
        ClassifierSession session, ReadOnlyMemory<float> images, ReadOnlySpan<ulong> noise, Span<ClassifiedImage?> results)
    {
        int size = session.Shape.PixelCount;
        for (int k = 0; k < results.Length; k++)
        {
            float[] image = images.Slice(k * size, size).ToArray(), probabilities = new float[session.Shape.ClassCount];
            var path = new WindowPath(image, session.Shape.ReadAttention);
            session.Begin(image);
            int best = 0;
            while (session.Step())
            {
                best = session.CopyProbabilities(probabilities);
                path.Add(session.ReadWindow!.Value, best, probabilities[best]);
            }

            results[k] = new ClassifiedImage(best, probabilities, path);
        }
    }
}
