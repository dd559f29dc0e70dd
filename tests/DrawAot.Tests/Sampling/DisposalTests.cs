using DrawAot.Numerics;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Models and sessions may be disposed in any order and more than once; the last one frees the weights.</summary>
public class DisposalTests(WeightsFolder folder)
{
    [Fact]
    public void A_disposed_session_draws_no_more()
    {
        using Seven model = Load();
        Seven.Session session = model.CreateSession();
        session.Dispose();

        ObjectDisposedException refusal = Assert.Throws<ObjectDisposedException>(() => session.Sample(0, 0, new float[Seven.PixelCount]));
        Assert.Equal(typeof(Seven.Session).FullName, refusal.ObjectName);
        Assert.Throws<ObjectDisposedException>(() => session.SampleBatch(0, 0, new float[Seven.PixelCount]));
        Assert.Throws<ObjectDisposedException>(() => session.SampleBatch(0, 0, []));
    }

    [Fact]
    public void A_disposed_model_creates_no_session()
    {
        Seven model = Load();
        model.Dispose();

        ObjectDisposedException refusal = Assert.Throws<ObjectDisposedException>(model.CreateSession);
        Assert.Equal(typeof(Seven).FullName, refusal.ObjectName);
    }

    [Fact]
    public void A_disposed_model_creates_no_session_even_while_another_session_lives()
    {
        Seven model = Load();
        using Seven.Session session = model.CreateSession();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(model.CreateSession);
    }

    [Fact]
    public void A_session_goes_on_when_its_model_is_disposed()
    {
        Seven model = Load();
        using Seven.Session session = model.CreateSession();
        float[] before = Draw(session);
        model.Dispose();

        Assert.Equal(before, Draw(session));
    }

    [Fact]
    public void A_session_goes_on_when_another_is_disposed_twice()
    {
        Seven model = Load();
        Seven.Session other = model.CreateSession();
        using Seven.Session session = model.CreateSession();
        float[] before = Draw(session);
        other.Dispose();
        other.Dispose();
        model.Dispose();
        model.Dispose();

        Assert.Equal(before, Draw(session));
    }

    [Fact]
    public void A_model_goes_on_when_its_sessions_are_disposed()
    {
        using Seven model = Load();
        using Seven.Session kept = model.CreateSession();
        for (int k = 0; k < 3; k++)
        {
            using Seven.Session session = model.CreateSession();
            Assert.Equal(Draw(kept), Draw(session));
        }
    }

    [Fact]
    public void The_weights_are_freed_with_the_model_when_it_is_the_last()
    {
        Seven model = Load();
        AlignedMemory weights = model.Memory;
        model.CreateSession().Dispose();
        model.CreateSession().Dispose();

        Assert.False(IsFreed(weights));
        model.Dispose();
        Assert.True(IsFreed(weights));
    }

    [Fact]
    public void The_weights_are_freed_with_the_last_session_when_the_model_went_before()
    {
        Seven model = Load();
        AlignedMemory weights = model.Memory;
        Seven.Session first = model.CreateSession(), last = model.CreateSession();
        first.Dispose();
        model.Dispose();

        Assert.False(IsFreed(weights));
        last.Dispose();
        Assert.True(IsFreed(weights));
    }

    private Seven Load() => Seven.Load(folder.PathOf(Seven.Test));

    private static float[] Draw(Seven.Session session)
    {
        float[] image = new float[Seven.PixelCount];
        session.Sample(seed: 3, index: 4, image);
        return image;
    }

    private static bool IsFreed(AlignedMemory memory)
    {
        try
        {
            memory.Slice(0, 1);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
