using DrawAot.Bench.Classifier;
using DrawAot.Bench.Ratios;

namespace DrawAot.Torch.Tests.Bench;

/// <summary>The headline comparisons of the classifier, as short as they can be: what they say, not how fast anything is.</summary>
[Trait("Category", "Slow")]
public sealed class ClassifierHeadlineTests
{
    [Fact]
    public void Every_engine_agrees_with_the_reference_and_every_precision_has_its_rows()
    {
        using var headlines = new ClassifierHeadlines(new HeadlineOptions("no such program") { Rounds = 1, ThreadRounds = 1, TestImages = 20, Slice = TimeSpan.Zero, Rest = TimeSpan.Zero, WarmUp = TimeSpan.Zero });

        HeadlineResults results = headlines.Measure(_ => { });

        foreach (string precision in (string[])["float32", "bfloat16", "int8"])
        {
            Assert.Contains(results.Ratios, ratio => ratio.What == $"one image, {precision}" && ratio.Against == "TorchSharp, step by step");
            Assert.Contains(results.Ratios, ratio => ratio.What == $"batch 64, {precision}" && ratio.Against == "the measured roof");
        }

        Assert.All(results.Ratios, ratio => Assert.True((ratio.IsCost || ratio.Value > 0) && double.IsFinite(ratio.Value), ratio.ToString()));
        Assert.Equal(
            ["ONNX Runtime", "ONNX Runtime int8", "DrawAot, float32", "DrawAot, bfloat16", "DrawAot, int8"],
            results.Threads.Select(best => best.Engine).Distinct().Where(engine => !engine.StartsWith("TorchSharp", StringComparison.Ordinal)));
        Assert.Equal(6, results.AtBest.Count);
        Assert.All(results.Roofs, roof => Assert.InRange(roof.Least, double.Epsilon, double.MaxValue));
    }
}
