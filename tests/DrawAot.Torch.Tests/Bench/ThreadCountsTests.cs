using DrawAot.Bench.Ratios;

namespace DrawAot.Torch.Tests.Bench;

/// <summary>The best number of threads, and the winner of a row.</summary>
public sealed class ThreadCountsTests
{
    private const string Work = "one sample";

    [Fact]
    public void Each_engine_is_compared_at_its_best_and_a_baseline_that_wins_is_named()
    {
        var counts = new ThreadCounts();
        counts.Enter(Work, "own", 1, 1, () => Thread.Sleep(10));
        counts.Enter(Work, "own", 2, 1, () => Thread.Sleep(40));
        counts.Enter(Work, "slow", 1, 1, () => Thread.Sleep(160));
        counts.Enter(Work, "batched", 2, 64, () => Thread.Sleep(64));
        counts.Enter(Work, "batched", 1, 64, () => Thread.Sleep(256));
        counts.Run(new HeadlineOptions("no such program") { ThreadRounds = 1, Slice = TimeSpan.Zero, Rest = TimeSpan.Zero, WarmUp = TimeSpan.Zero });

        IReadOnlyList<ThreadBest> bests = counts.Bests();
        Ratio won = counts.Against("won", Work, "own", ["slow"]), lost = counts.Against("lost", Work, "own", ["slow", "batched"]);

        Assert.Equal([("own", 1, 1), ("slow", 1, 1), ("batched", 2, 64)], bests.Select(best => (best.Engine, best.Threads, best.Count)));
        Assert.True(won.IsReached, won.ToString());
        Assert.Equal("best baseline: slow, 1 thread", won.Against);
        Assert.False(lost.IsReached, lost.ToString());
        Assert.Equal("A baseline wins: lost (batched, 2 threads, batch 64).", ThreadCounts.Winners([won, lost]));
        Assert.Equal("DrawAot wins every row.", ThreadCounts.Winners([won]));
        Assert.Contains("| batched | ", ThreadCounts.Table(bests), StringComparison.Ordinal);
    }
}
