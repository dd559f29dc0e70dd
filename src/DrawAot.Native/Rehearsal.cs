namespace DrawAot.Native;

/// <summary>Every verb of a session once, on pictures of its own: what is done for the first time is done here.</summary>
internal sealed class Rehearsal(DrawSession session)
{
    private readonly float[] _image = new float[session.Shape.PixelCount];
    private readonly float[] _picture = new float[session.Shape.PixelCount];
    private readonly float[] _latents = new float[session.Shape.Glimpses * session.Shape.Latent];
    private readonly Score[] _scores = new Score[1];

    /// <summary>Runs it, twice: what the first run left to be done at the second is done then.</summary>
    public void Run()
    {
        Once();
        Once();
    }

    private void Once()
    {
        session.Sample(seed: 0, index: 0, _image);
        session.SampleBatch(seed: 0, first: 0, _image);
        session.Reconstruct(_image, _picture);
        session.Reconstruct(_image, seed: 0, index: 0, _picture);
        session.ReconstructBatch(_image, _picture);
        session.ReconstructBatch(_image, seed: 0, first: 0, _picture);
        session.Encode(_image, _latents);
        session.Encode(_image, seed: 0, index: 0, _latents);
        session.EncodeBatch(_image, _latents);
        session.Decode(_latents, _picture);
        session.DecodeBatch(_latents, _picture);
        _scores[0] = session.Score(_image, seed: 0, index: 0);
        session.ScoreBatch(_image, seed: 0, first: 0, _scores);
        session.ScoreImportanceWeighted(_image, samples: 2, seed: 0, index: 0);
        session.BeginReconstruction(_image, seed: 0, index: 0);
        session.Step(_latents.AsSpan(0, session.Shape.Latent));
        session.BeginReconstruction(_image);
        session.Step();
        session.Begin();
        session.Begin(seed: 0, index: 0);
        session.Step();
        session.CopyCanvas(_picture);
        session.CopyPicture(_picture);
        _ = (session.ReadWindow, session.WriteWindow);
    }
}
