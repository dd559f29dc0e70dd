using DrawAot.TestModels;
using DrawAot.Tests.Sampling;

namespace DrawAot.Tests.Classify;

/// <summary>A classifier's session serves one call at a time, as a DRAW session does.</summary>
public sealed class ClassifierOwnershipTests : IDisposable
{
    private readonly Lens _model;
    private readonly Lens.Session _session;

    public ClassifierOwnershipTests(WeightsFolder folder)
    {
        _model = Lens.Load(folder.PathOf(Lens.WeightsFile));
        _session = _model.CreateSession();
    }

    public static TheoryData<string> Members => [.. SessionMember<Lens.Session>.Signatures];

    [Fact]
    public void There_are_members_to_test() => Assert.InRange(SessionMember<Lens.Session>.Signatures.Count(), 8, 20);

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_is_refused_while_another_call_is_at_work(string member)
    {
        _session.Begin(new float[Lens.PixelCount]);
        _session.Step();
        float[] before = Probabilities(), after;
        using (_session.Enter())
        {
            Assert.Throws<InvalidOperationException>(() => SessionMember<Lens.Session>.CallOf(member)(_session));
        }

        after = Probabilities();
        Assert.Equal(before, after);
        Assert.Equal(1, _session.Glimpse);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_is_refused_after_disposal(string member)
    {
        _session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => SessionMember<Lens.Session>.CallOf(member)(_session));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_gives_the_session_back_whatever_it_throws(string member)
    {
        Exception? thrown = Record.Exception(() => SessionMember<Lens.Session>.CallOf(member)(_session));

        Assert.True(thrown is null or ArgumentException or InvalidOperationException and not ObjectDisposedException, thrown?.ToString());
        using (_session.Enter())
        {
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }

    private float[] Probabilities()
    {
        float[] probabilities = new float[Lens.ClassCount];
        _session.CopyProbabilities(probabilities);
        return probabilities;
    }
}
