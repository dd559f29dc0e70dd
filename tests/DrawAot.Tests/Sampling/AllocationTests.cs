using DrawAot.Conformance;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Nothing is allocated between the creation of a session and its disposal.</summary>
public class AllocationTests(WeightsFolder folder)
{
    /// <summary>Every verb, of models with and without windows, and of one as large as those that are shipped.</summary>
    public static TheoryData<string, string, int> Verbs()
    {
        var verbs = new TheoryData<string, string, int>();
        foreach (string verb in Verb.Names)
        {
            verbs.Add(verb, nameof(Seven), 100);
            verbs.Add(verb, nameof(Plain), 100);
            verbs.Add(verb, nameof(Digits), 3);
        }

        return verbs;
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void No_verb_allocates_a_byte(string verb, string name, int times)
    {
        TestModel test = ModelsUnderTest.Named(name);
        using IDrawModel model = test.Load(folder.PathOf(test));
        using DrawSession session = model.CreateSession();
        var desk = new Desk(test.Shape);
        Action<DrawSession, Desk, ulong> run = Verb.Named(verb).Run;
        run(session, desk, 0);

        // Read before anything is formatted: a message allocates.
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int index = 0; index < times; index++)
        {
            run(session, desk, (ulong)index);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }
}
