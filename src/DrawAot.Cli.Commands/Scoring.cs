namespace DrawAot.Cli;

/// <summary>Settings of scoring.</summary>
/// <param name="Seed">Seeds the noise of the first draw; draw d has the seed after it by d.</param>
/// <param name="Samples">Samples of the importance-weighted bound; null for the variational one.</param>
/// <param name="Draws">How often an image is scored, each time with other noise.</param>
internal sealed record Scoring(ulong Seed, int? Samples, int Draws)
{
    /// <summary>Scores images, as <see cref="Pictures.Work{TSession, T}"/>.</summary>
    public void Score(DrawSession session, ReadOnlyMemory<float> images, ReadOnlySpan<ulong> noise, Span<ScoredImage?> results)
    {
        var nats = new RunningMean[results.Length];
        var reconstructions = new RunningMean[results.Length];
        var divergences = new RunningMean[results.Length];
        for (int draw = 0; draw < Draws; draw++)
        {
            ulong seed = unchecked(Seed + (ulong)draw);
            if (Samples is int samples)
            {
                AddImportanceWeighted(session, images.Span, noise, samples, seed, nats);
            }
            else
            {
                Add(session, images.Span, noise, seed, nats, reconstructions, divergences);
            }
        }

        for (int k = 0; k < results.Length; k++)
        {
            results[k] = new ScoredImage(
                nats[k].Mean,
                Samples is null ? new Score(reconstructions[k].Mean, divergences[k].Mean) : null,
                Draws > 1 ? nats[k].StandardError : null);
        }
    }

    private static void Add(
        DrawSession session, ReadOnlySpan<float> images, ReadOnlySpan<ulong> noise, ulong seed,
        RunningMean[] nats, RunningMean[] reconstructions, RunningMean[] divergences)
    {
        var scores = new Score[noise.Length];
        session.ScoreBatch(images, seed, noise, scores);
        for (int k = 0; k < scores.Length; k++)
        {
            nats[k].Add(scores[k].Nats);
            reconstructions[k].Add(scores[k].Reconstruction);
            divergences[k].Add(scores[k].Divergence);
        }
    }

    private static void AddImportanceWeighted(
        DrawSession session, ReadOnlySpan<float> images, ReadOnlySpan<ulong> noise, int samples, ulong seed, RunningMean[] nats)
    {
        int size = session.Shape.PixelCount;
        for (int k = 0; k < noise.Length; k++)
        {
            nats[k].Add(session.ScoreImportanceWeighted(images.Slice(k * size, size), samples, seed, noise[k]));
        }
    }
}
