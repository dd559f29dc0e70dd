using DrawAot.Bench.Baselines;

namespace DrawAot.Torch.Tests.Bench;

/// <summary>Everything that is timed computes the same as the reference.</summary>
public sealed class BaselineTests : IDisposable
{
    private const int Count = 3;

    private readonly ShippedFiles _files = new();

    public static TheoryData<string> EverySampler() => [.. Samplers.Baselines, .. Generated.All.Select(generated => generated.Name)];

    public static TheoryData<string> EveryScorer() => [.. Scorers.Baselines, .. Generated.All.Select(generated => generated.Name)];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(EverySampler))]
    public void Every_sampler_draws_the_references_pictures(string name)
    {
        using ISampler sampler = Samplers.Create(name, _files, Count, threads: 1);

        new Agreement(_files).Require(name, sampler, Count);
    }

    [Theory]
    [MemberData(nameof(EveryScorer))]
    public void Every_scorer_finds_the_references_bound(string name)
    {
        using IScorer scorer = Scorers.Create(name, _files, Count, threads: 1);

        new Agreement(_files).Require(name, scorer, Count);
    }

    [Fact]
    public void DrawAot_shares_a_batch_among_threads_and_nothing_changes()
    {
        string name = Generated.All[0].Name;
        using ISampler sampler = Samplers.Create(name, _files, Count, threads: 2);
        using IScorer scorer = Scorers.Create(name, _files, Count, threads: 2);
        var agreement = new Agreement(_files);

        agreement.Require(name, sampler, Count);
        agreement.Require(name, scorer, Count);
    }

    [Fact]
    public void A_sampler_that_draws_something_else_is_refused()
    {
        using var other = new GreySampler();

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(
            () => new Agreement(_files).Require("grey", other, Count));

        Assert.StartsWith("grey does not compute what the reference computes: a pixel of picture 0 is off by", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class GreySampler : ISampler
    {
        public void Sample(ulong seed, ulong first, Span<float> images) => images.Fill(0.5f);

        public void Dispose()
        {
        }
    }
}
