using DrawAot.Conformance;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Steps draw the same bits as one call, whatever other sessions do between them.</summary>
public class SteppingTests(WeightsFolder folder)
{
    private const ulong Seed = 42, Index = 7;

    public static TheoryData<string> Models() => [.. TestModel.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Steps_add_up_to_a_sample(string name)
    {
        using IDrawModel model = Load(name);
        float[] expected = Picture(model, (session, image) => session.Sample(Seed, Index, image));
        float[] z = [.. Latents.Of(model.Shape, Seed, Index).SelectMany(latent => latent)];

        Assert.Equal(expected, Stepped(model, session => session.Begin(Seed, Index), (session, _) => session.Step()));
        Assert.Equal(expected, Stepped(model, session => session.Begin(), (session, t) => session.Step(Glimpse(z, t, model))));
        Assert.Equal(expected, Picture(model, (session, image) => session.Decode(z, image)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Steps_add_up_to_a_reconstruction(string name)
    {
        using IDrawModel model = Load(name);
        float[] x = Images.Noise(model.Shape, seed: 1);
        float[] expected = Picture(model, (session, image) => session.Reconstruct(x, image));

        Assert.Equal(expected, Stepped(model, session => session.BeginReconstruction(x), (session, _) => session.Step()));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Steps_add_up_to_a_reconstruction_with_sampled_latents(string name)
    {
        using IDrawModel model = Load(name);
        float[] x = Images.Noise(model.Shape, seed: 1);
        float[] expected = Picture(model, (session, image) => session.Reconstruct(x, Seed, Index, image));

        Assert.Equal(expected, Stepped(model, session => session.BeginReconstruction(x, Seed, Index), (session, _) => session.Step()));
    }

    /// <summary>The image is encoded at all the same; only what the posterior says of it is not asked for.</summary>
    [Fact]
    public void A_step_may_bring_its_own_latent_whatever_was_begun()
    {
        using IDrawModel model = Load(nameof(Seven));
        using DrawSession session = model.CreateSession();
        float[] x = Images.Noise(model.Shape, seed: 1), z = [.. Latents.Of(model.Shape, Seed, Index).SelectMany(latent => latent)];
        session.BeginReconstruction(x, Seed, Index);
        while (session.Step(Glimpse(z, Math.Min(session.Glimpse, Seven.Glimpses - 1), model)))
        {
            Assert.NotNull(session.ReadWindow);
        }

        float[] picture = new float[Seven.PixelCount];
        session.CopyPicture(picture);

        Assert.Equal(Picture(model, (other, image) => other.Decode(z, image)), picture);
    }

    [Fact]
    public void After_the_last_glimpse_a_step_draws_nothing()
    {
        using IDrawModel model = Load(nameof(Seven));
        using DrawSession session = model.CreateSession();
        session.Begin(Seed, Index);
        for (int t = 0; t < Seven.Glimpses; t++)
        {
            Assert.Equal(t, session.Glimpse);
            Assert.True(session.Step());
        }

        Assert.False(session.Step());
        Assert.False(session.Step(new float[Seven.Latent]));
        Assert.Equal(Seven.Glimpses, session.Glimpse);
        Assert.Equal(Picture(model, (other, image) => other.Sample(Seed, Index, image)), PictureOf(session));
    }

    [Fact]
    public void The_canvas_has_the_logits_of_the_picture_and_starts_as_the_learned_one()
    {
        using IDrawModel model = Load(nameof(Wide));
        using DrawSession session = model.CreateSession();
        float[] canvas = new float[Wide.PixelCount];
        session.Begin(Seed, Index);
        session.CopyCanvas(canvas);
        Assert.Equal(Wide.Test.Weights["canvas.initial"], canvas);

        session.Step();
        session.CopyCanvas(canvas);
        Assert.All(PictureOf(session), (p, pixel) => Assert.Equal(1 / (1 + Math.Exp(-canvas[pixel])), p, 1e-6));
    }

    [Fact]
    public void A_call_that_draws_from_the_start_ends_what_was_begun_and_leaves_its_own_outcome()
    {
        using IDrawModel model = Load(nameof(Seven));
        using DrawSession session = model.CreateSession();
        float[] sample = new float[Seven.PixelCount];
        session.BeginReconstruction(Images.Noise(model.Shape, seed: 1));
        session.Step();
        session.Sample(Seed, Index, sample);

        Assert.False(session.Step());
        Assert.Equal(sample, PictureOf(session));
    }

    /// <summary>Other implementations saved reconstructions as samples. An image that was encoded before does not change a sample.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void A_sample_is_the_same_after_an_image_was_encoded(string name)
    {
        using IDrawModel model = Load(name);
        using DrawSession session = model.CreateSession();
        float[] sample = new float[model.Shape.PixelCount];
        session.Score(Images.Noise(model.Shape, seed: 1), Seed, Index);
        session.BeginReconstruction(Images.Noise(model.Shape, seed: 2), Seed, Index);
        session.Step();
        session.Sample(Seed, Index, sample);

        Assert.Equal(Picture(model, (other, image) => other.Sample(Seed, Index, image)), sample);
    }

    private IDrawModel Load(string name) => ModelsUnderTest.Named(name).Load(folder.PathOf(ModelsUnderTest.Named(name)));

    private static ReadOnlySpan<float> Glimpse(float[] latents, int t, IDrawModel model) =>
        latents.AsSpan(t * model.Shape.Latent, model.Shape.Latent);

    /// <summary>The picture of one call in a session of its own.</summary>
    private static float[] Picture(IDrawModel model, Action<DrawSession, float[]> draw)
    {
        using DrawSession session = model.CreateSession();
        float[] picture = new float[model.Shape.PixelCount];
        draw(session, picture);
        return picture;
    }

    /// <summary>The picture of a session step by step, while another one samples and scores between the steps.</summary>
    private static float[] Stepped(IDrawModel model, Action<DrawSession> begin, Func<DrawSession, int, bool> step)
    {
        using DrawSession session = model.CreateSession(), other = model.CreateSession();
        float[] elsewhere = new float[model.Shape.PixelCount];
        begin(session);
        for (int t = 0; t < model.Shape.Glimpses; t++)
        {
            other.Sample(Seed + 1, (ulong)t, elsewhere);
            Assert.True(step(session, t));
            other.Score(elsewhere, Seed + 1, (ulong)t);
        }

        return PictureOf(session);
    }

    private static float[] PictureOf(DrawSession session)
    {
        float[] picture = new float[session.Shape.PixelCount];
        session.CopyPicture(picture);
        return picture;
    }
}
