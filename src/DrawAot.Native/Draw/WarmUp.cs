namespace DrawAot.Native;

/// <summary>Every verb of a session once, on pictures of its own: what is done for the first time is done here.</summary>
internal sealed class WarmUp(LinkedModel.Session session)
{
    /// <summary>Pictures in a batch: enough for whatever a session does with many at once, and for a few left over.</summary>
    private const int Pictures = 16;

    private readonly float[] _images = new float[Pictures * session.Shape.PixelCount];
    private readonly float[] _pictures = new float[Pictures * session.Shape.PixelCount];
    private readonly float[] _latents = new float[Pictures * session.Shape.Glimpses * session.Shape.Latent];
    private readonly Score[] _scores = new Score[Pictures];

    /// <summary>Runs it.</summary>
    public void Run()
    {
        Span<float> image = _images.AsSpan(0, session.Shape.PixelCount), picture = _pictures.AsSpan(0, image.Length);
        Span<float> latents = _latents.AsSpan(0, session.Shape.Glimpses * session.Shape.Latent);
        session.Sample(seed: 0, index: 0, image);
        session.Reconstruct(image, picture);
        session.Reconstruct(image, seed: 0, index: 0, picture);
        session.Encode(image, latents);
        session.Encode(image, seed: 0, index: 0, latents);
        session.Decode(latents, picture);
        _scores[0] = session.Score(image, seed: 0, index: 0);
        session.ScoreImportanceWeighted(image, samples: Pictures, seed: 0, index: 0);

        // An exponential that comes to nothing takes another way through libm, by another page of it.
        double nats = _scores[0].Nats;
        _scores[0] = new Score(Math.Exp(-1e4 - Math.Abs(nats)), Math.Exp(-1 / (1 + Math.Abs(nats))));

        session.SampleBatch(seed: 0, first: 0, _images);
        session.ReconstructBatch(_images, _pictures);
        session.ReconstructBatch(_images, seed: 0, first: 0, _pictures);
        session.EncodeBatch(_images, _latents);
        session.DecodeBatch(_latents, _pictures);
        session.ScoreBatch(_images, seed: 0, first: 0, _scores);

        session.BeginReconstruction(image, seed: 0, index: 0);
        session.Step(latents[..session.Shape.Latent]);
        session.BeginReconstruction(image);
        session.Step();
        session.Begin();
        session.Begin(seed: 0, index: 0);
        session.Step();
        session.CopyCanvas(picture);
        session.CopyPicture(picture);
        _ = (session.ReadWindow, session.WriteWindow);
    }
}
