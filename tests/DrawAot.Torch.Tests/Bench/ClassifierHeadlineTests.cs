using DrawAot.Bench.Classifier;
using DrawAot.Bench.Ratios;

namespace DrawAot.Torch.Tests.Bench;

/// <summary>The headline comparisons of the classifier, as short as they can be: what they say, not how fast anything is.</summary>
public sealed class ClassifierHeadlineTests
{
    [Fact]
    public void Every_engine_agrees_with_the_reference_and_every_precision_has_its_rows()
    {
        using var headlines = new ClassifierHeadlines(new HeadlineOptions("no such program") { Rounds = 1, Slice = TimeSpan.Zero, WarmUp = TimeSpan.Zero });

        HeadlineResults results = headlines.Measure(_ => { });

        foreach (string precision in (string[])["float32", "bfloat16", "int8"])
        {
            Assert.Contains(results.Ratios, ratio => ratio.What == $"one image, {precision}" && ratio.Against == "TorchSharp, step by step");
            Assert.Contains(results.Ratios, ratio => ratio.What == $"batch 64, {precision}" && ratio.Against == "the measured roof");
        }

        Assert.All(results.Ratios, ratio => Assert.True(ratio.Value > 0 && double.IsFinite(ratio.Value), ratio.ToString()));
        Assert.All(results.Roofs, roof => Assert.InRange(roof.Least, double.Epsilon, double.MaxValue));
    }
}
