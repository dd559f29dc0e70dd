using System.Numerics.Tensors;
using DrawAot.Conformance;
using DrawAot.Manifest;

namespace DrawAot.Tests.Sampling;

/// <summary>One operation of a session, for theories about all of them.</summary>
/// <param name="Name">The method's name, and its overload where there are several.</param>
/// <param name="Run">Does it with a desk's images and latents, under an index, and leaves the outcome there.</param>
public sealed record Verb(string Name, Action<DrawSession, Desk, ulong> Run)
{
    private const ulong Seed = 42;

    private static readonly Verb[] All =
    [
        new("Sample", static (session, desk, index) => session.Sample(Seed, index, desk.FirstPicture)),
        new("SampleBatch", static (session, desk, index) => session.SampleBatch(Seed, index, desk.Pictures)),
        new("Decode", static (session, desk, _) => session.Decode(desk.FirstGiven, desk.FirstPicture)),
        new("DecodeBatch", static (session, desk, _) => session.DecodeBatch(desk.Given, desk.Pictures)),
        new("Reconstruct", static (session, desk, _) => session.Reconstruct(desk.FirstImage, desk.FirstPicture)),
        new("Reconstruct, sampled", static (session, desk, index) => session.Reconstruct(desk.FirstImage, Seed, index, desk.FirstPicture)),
        new("ReconstructBatch", static (session, desk, _) => session.ReconstructBatch(desk.Images, desk.Pictures)),
        new("ReconstructBatch, sampled", static (session, desk, index) => session.ReconstructBatch(desk.Images, Seed, index, desk.Pictures)),
        new("ReconstructBatch, indices", static (session, desk, index) =>
            session.ReconstructBatch(desk.Images, Seed, desk.IndicesFrom(index), desk.Pictures)),
        new("Encode", static (session, desk, _) => session.Encode(desk.FirstImage, desk.FirstLatents)),
        new("Encode, sampled", static (session, desk, index) => session.Encode(desk.FirstImage, Seed, index, desk.FirstLatents)),
        new("EncodeBatch", static (session, desk, _) => session.EncodeBatch(desk.Images, desk.Latents)),
        new("Score", static (session, desk, index) => desk.Scores[0] = session.Score(desk.FirstImage, Seed, index)),
        new("ScoreBatch", static (session, desk, index) => session.ScoreBatch(desk.Images, Seed, index, desk.Scores)),
        new("ScoreBatch, indices", static (session, desk, index) =>
            session.ScoreBatch(desk.Images, Seed, desk.IndicesFrom(index), desk.Scores)),
        new("ScoreImportanceWeighted", static (session, desk, index) =>
            desk.Nats = session.ScoreImportanceWeighted(desk.FirstImage, samples: 8, Seed, index)),
        new("SampleBatch, tensors", static (session, desk, index) => session.SampleBatch(Seed, index, desk.PictureTensor)),
        new("DecodeBatch, tensors", static (session, desk, _) => session.DecodeBatch(desk.GivenTensor, desk.PictureTensor)),
        new("ReconstructBatch, tensors", static (session, desk, _) => session.ReconstructBatch(desk.ImageTensor, desk.PictureTensor)),
        new("ReconstructBatch, tensors, sampled", static (session, desk, index) =>
            session.ReconstructBatch(desk.ImageTensor, Seed, index, desk.PictureTensor)),
        new("EncodeBatch, tensors", static (session, desk, _) => session.EncodeBatch(desk.ImageTensor, desk.LatentTensor)),
        new("ScoreBatch, tensors", static (session, desk, index) => session.ScoreBatch(desk.ImageTensor, Seed, index, desk.Scores)),
        new("Begin", static (session, desk, index) =>
        {
            session.Begin(Seed, index);
            desk.Watch(session);
        }),
        new("BeginReconstruction", static (session, desk, _) =>
        {
            session.BeginReconstruction(desk.FirstImage);
            desk.Watch(session);
        }),
        new("BeginReconstruction, sampled", static (session, desk, index) =>
        {
            session.BeginReconstruction(desk.FirstImage, Seed, index);
            desk.Watch(session);
        }),
        new("Begin, latents given", static (session, desk, _) =>
        {
            session.Begin();
            for (int t = 0; t < session.Shape.Glimpses; t++)
            {
                session.Step(desk.FirstGiven.Slice(t * session.Shape.Latent, session.Shape.Latent));
            }

            session.CopyCanvas(desk.FirstPicture);
        }),
    ];

    /// <summary>The names of all of them.</summary>
    public static IEnumerable<string> Names => All.Select(verb => verb.Name);

    /// <summary>The one of that name.</summary>
    public static Verb Named(string name) => All.Single(verb => verb.Name == name);
}

/// <summary>The inputs and outputs of verbs for one batch, allocated beforehand.</summary>
public sealed class Desk(DrawShape shape)
{
    private const int Count = 3;

    private readonly float[] _pictures = new float[Count * shape.PixelCount];
    private readonly float[] _latents = new float[Count * shape.Glimpses * shape.Latent];
    private readonly float[] _images = [.. Enumerable.Range(1, Count).SelectMany(k => Conformance.Images.Noise(shape, seed: (ulong)k))];
    private readonly float[] _given = [.. Enumerable.Range(0, Count).SelectMany(k => Conformance.Latents.Of(shape, 3, (ulong)k)).SelectMany(z => z)];
    private readonly ulong[] _indices = new ulong[Count];
    private AttentionWindow _read, _written;

    public ReadOnlySpan<float> Images => _images;

    public ReadOnlySpan<float> Given => _given;

    public Span<float> Pictures => _pictures;

    public Span<float> Latents => _latents;

    public ReadOnlyTensorSpan<float> ImageTensor => new(_images, [Count, shape.Channels, shape.Height, shape.Width]);

    public ReadOnlyTensorSpan<float> GivenTensor => new(_given, [Count, shape.Glimpses, shape.Latent]);

    public TensorSpan<float> PictureTensor => new(_pictures, [Count, shape.Channels, shape.Height, shape.Width]);

    public TensorSpan<float> LatentTensor => new(_latents, [Count, shape.Glimpses, shape.Latent]);

    public Score[] Scores { get; } = new Score[Count];

    public double Nats { get; set; }

    /// <summary>Descending indices, so that none follows from the one before.</summary>
    public ReadOnlySpan<ulong> IndicesFrom(ulong first)
    {
        for (int k = 0; k < Count; k++)
        {
            _indices[k] = unchecked(first - 3 * (ulong)k);
        }

        return _indices;
    }

    public ReadOnlySpan<float> FirstImage => Images[..shape.PixelCount];

    public ReadOnlySpan<float> FirstGiven => Given[..(shape.Glimpses * shape.Latent)];

    public Span<float> FirstPicture => Pictures[..shape.PixelCount];

    public Span<float> FirstLatents => Latents[..(shape.Glimpses * shape.Latent)];

    /// <summary>All that was made here, to the last bit.</summary>
    public double[] Outcome =>
    [
        .. _pictures.Concat(_latents).Select(value => (double)value),
        Nats, .. Scores.SelectMany(score => (double[])[score.Reconstruction, score.Divergence]),
        _read.CentreX, _read.CentreY, _read.Stride, _read.Variance, _read.Intensity,
        _written.CentreX, _written.CentreY, _written.Stride, _written.Variance, _written.Intensity,
    ];

    /// <summary>Takes all the steps that are left, and records the session's state after each.</summary>
    public void Watch(DrawSession session)
    {
        while (session.Step())
        {
            session.CopyCanvas(Pictures.Slice(shape.PixelCount, shape.PixelCount));
            session.CopyPicture(FirstPicture);
            (_read, _written) = (session.ReadWindow ?? default, session.WriteWindow ?? default);
        }
    }
}
