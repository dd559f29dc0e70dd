using DrawAot.Conformance;
using DrawAot.Numerics;
using DrawAot.Runtime;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>A session serves one call at a time. A second one is refused, and disposal waits for the end of the first.</summary>
public sealed class SessionOwnershipTests : IDisposable
{
    private const int Threads = 4;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Seven _model;
    private readonly Seven.Session _session;

    public SessionOwnershipTests(WeightsFolder folder)
    {
        _model = Seven.Load(folder.PathOf(Seven.Test));
        _session = _model.CreateSession();
    }

    public static TheoryData<string> Members => [.. SessionMember<Seven.Session>.Signatures];

    public static TheoryData<string> Verbs => [.. Verb.Names];

    [Fact]
    public void There_are_members_to_test() => Assert.InRange(SessionMember<Seven.Session>.Signatures.Count(), 31, 100);

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_is_refused_while_another_call_is_at_work(string member)
    {
        Action<Seven.Session> call = SessionMember<Seven.Session>.CallOf(member);
        float[] before = Draw(_session);
        _session.Begin(1, 2);
        _session.Step();
        float[] begun = Picture(_session);

        using (_session.Enter())
        {
            InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => call(_session));
            Assert.Equal("The session is in use by another call at this moment; one call at a time was expected.", refusal.Message);
        }

        Assert.Equal(1, _session.Glimpse);
        Assert.Equal(begun, Picture(_session));
        Assert.Equal(before, Draw(_session));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_is_refused_after_disposal(string member)
    {
        _session.Begin(1, 2);
        _session.Dispose();

        ObjectDisposedException refusal = Assert.Throws<ObjectDisposedException>(() => SessionMember<Seven.Session>.CallOf(member)(_session));
        Assert.Equal(typeof(Seven.Session).FullName, refusal.ObjectName);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_is_refused_once_disposal_is_asked_for(string member)
    {
        using (_session.Enter())
        {
            _session.Dispose();
            Assert.Throws<ObjectDisposedException>(() => SessionMember<Seven.Session>.CallOf(member)(_session));
        }
    }

    /// <summary>Most refuse their arguments, which are empty, or that nothing was begun.</summary>
    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_gives_the_session_back_whatever_it_throws(string member)
    {
        Exception? thrown = Record.Exception(() => SessionMember<Seven.Session>.CallOf(member)(_session));

        Assert.True(thrown is null or ArgumentException or InvalidOperationException and not ObjectDisposedException, thrown?.ToString());
        using (_session.Enter())
        {
        }
    }

    [Fact]
    public void Disposal_takes_effect_when_the_call_at_work_ends()
    {
        ModelSession.Claim claim = _session.Enter();
        _session.Dispose();
        _session.Dispose();

        Assert.False(IsFreed(_session));
        claim.Dispose();
        Assert.True(IsFreed(_session));
    }

    [Fact]
    public void The_weights_are_freed_with_the_last_call_when_everything_is_disposed_of()
    {
        AlignedMemory weights = _model.Memory;
        ModelSession.Claim claim = _session.Enter();
        _session.Dispose();
        _model.Dispose();

        Assert.Equal(1, weights.Slice(0, 1).Length);
        claim.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { weights.Slice(0, 1); });
    }

    [Fact]
    public void Constant_properties_can_be_read_at_any_time()
    {
        (long size, int tile) = (_session.MemorySize, DrawSession.BatchTile);
        using (_session.Enter())
        {
            Assert.Equal((size, tile, Seven.Test.Shape), (_session.MemorySize, DrawSession.BatchTile, _session.Shape));
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Threads_that_share_a_session_are_refused_or_get_what_one_alone_gets(string name)
    {
        Action<DrawSession, Desk, ulong> run = Verb.Named(name).Run;
        var alone = new Desk(Seven.Test.Shape);
        run(_session, alone, 3);
        double[] expected = alone.Outcome;
        int done = 0, refused = 0;

        await OnThreads(() =>
        {
            for (int k = 0; k < 200; k++)
            {
                var desk = new Desk(Seven.Test.Shape);
                try
                {
                    run(_session, desk, 3);
                    Interlocked.Increment(ref done);
                }
                catch (InvalidOperationException refusal) when (refusal is not ObjectDisposedException)
                {
                    Interlocked.Increment(ref refused);
                    continue;
                }

                // Calls that go glimpse by glimpse share the session between their steps, and with it the picture.
                if (!name.StartsWith("Begin", StringComparison.Ordinal))
                {
                    Assert.Equal(expected, desk.Outcome);
                }
            }
        });

        Assert.Equal(Threads * 200, done + refused);
        Assert.NotEqual(0, done);
        run(_session, alone, 3);
        Assert.Equal(expected, alone.Outcome);
    }

    /// <summary>
    /// A batch is long, so that disposal most often comes in the middle of one. The session that is made next likely lies where
    /// the first one lay.
    /// </summary>
    [Fact]
    public async Task Disposal_while_another_thread_draws_harms_nothing()
    {
        float[] expected = Draw(_session);
        float[] batch = Draw(_session, pictures: 64);
        int deferred = 0;
        for (int round = 0; round < 200; round++)
        {
            Seven.Session session = _model.CreateSession();
            using SemaphoreSlim begun = new(0);
            Task drawing = Task.Factory.StartNew(
                () =>
                {
                    begun.Release();
                    Assert.Throws<ObjectDisposedException>(() => DrawForEver(session, batch));
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            await begun.WaitAsync(TestContext.Current.CancellationToken);
            Thread.SpinWait(round * 50);
            session.Dispose();
            deferred += IsFreed(session) ? 0 : 1;
            using Seven.Session other = _model.CreateSession();
            Assert.Equal(expected, Draw(other));

            await drawing.WaitAsync(Longest, TestContext.Current.CancellationToken);
            Assert.True(IsFreed(session));
        }

        Assert.NotEqual(0, deferred);
    }

    [Fact]
    public async Task A_model_is_disposed_of_while_threads_make_sessions_and_draw()
    {
        float[] expected = Draw(_session);
        for (int round = 0; round < 50; round++)
        {
            Seven model = (Seven)Seven.Test.FromTensors(Weights());
            AlignedMemory weights = model.Memory;
            int made = 0;
            Task threads = OnThreads(() =>
            {
                while (true)
                {
                    try
                    {
                        using Seven.Session session = model.CreateSession();
                        Interlocked.Increment(ref made);
                        Assert.Equal(expected, Draw(session));
                    }
                    catch (ObjectDisposedException)
                    {
                        return;
                    }
                }
            });
            SpinWait.SpinUntil(() => Volatile.Read(ref made) > round % 10, Longest);
            model.Dispose();
            await threads;

            Assert.Throws<ObjectDisposedException>(() => { weights.Slice(0, 1); });
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }

    private static DrawAot.Weights.SafetensorsFile Weights()
    {
        var file = new MemoryStream();
        Reference.SeededWeights.Write(file, Seven.Test.Shape, Seven.Test.Weights);
        return DrawAot.Weights.SafetensorsFile.Parse(file.ToArray(), Seven.WeightsFile);
    }

    private static Task OnThreads(Action work) => Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
        work, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
        .WaitAsync(Longest, TestContext.Current.CancellationToken);

    private static float[] Draw(Seven.Session session, int pictures = 1)
    {
        float[] images = new float[pictures * Seven.PixelCount];
        session.SampleBatch(seed: 3, first: 4, images);
        return images;
    }

    private static void DrawForEver(Seven.Session session, float[] expected)
    {
        while (true)
        {
            Assert.Equal(expected, Draw(session, pictures: 64));
        }
    }

    private static float[] Picture(Seven.Session session)
    {
        float[] image = new float[Seven.PixelCount];
        session.CopyPicture(image);
        return image;
    }

    private static bool IsFreed(Seven.Session session)
    {
        try
        {
            _ = session.State[DrawBuffer.Canvas];
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
