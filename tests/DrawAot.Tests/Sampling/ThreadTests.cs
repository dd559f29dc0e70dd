using DrawAot.Conformance;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Sessions of one model work on several threads at once, and none of them affects another.</summary>
public class ThreadTests(WeightsFolder folder)
{
    private const int Threads = 8, Count = 4;

    public static TheoryData<string, string> Verbs()
    {
        var verbs = new TheoryData<string, string>();
        foreach (string verb in Verb.Names)
        {
            verbs.Add(verb, nameof(Seven));
            verbs.Add(verb, nameof(Whole));
            verbs.Add(verb, nameof(Wide));
        }

        return verbs;
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public Task Every_verb_gives_the_same_on_every_thread(string verb, string name) => RequireSameOnEveryThread(verb, name);

    [Theory]
    [InlineData("Sample")]
    [InlineData("Score")]
    public Task A_large_model_gives_the_same_on_every_thread(string verb) => RequireSameOnEveryThread(verb, nameof(Digits));

    private async Task RequireSameOnEveryThread(string verb, string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = test.Load(folder.PathOf(test));
        Action<DrawSession, Desk, ulong> run = Verb.Named(verb).Run;
        double[][] expected = [.. Enumerable.Range(0, Count).Select(index => DoneAlone(model, run, (ulong)index))];

        using Barrier start = new(Threads);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                using DrawSession session = model.CreateSession();
                var desk = new Desk(model.Shape);
                start.SignalAndWait(cancellation);
                for (int k = 0; k < 2 * Count; k++)
                {
                    int index = (thread + k) % Count;
                    run(session, desk, (ulong)index);
                    Assert.Equal(expected[index], desk.Outcome);
                }
            },
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private static double[] DoneAlone(IDrawModel model, Action<DrawSession, Desk, ulong> run, ulong index)
    {
        using DrawSession session = model.CreateSession();
        var desk = new Desk(model.Shape);
        run(session, desk, index);
        return desk.Outcome;
    }
}
