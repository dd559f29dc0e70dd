using System.Text.Json.Nodes;
using DrawAot.Bench.Baselines;
using DrawAot.Bench.Commands;
using DrawAot.Bench.Kernels;
using DrawAot.Bench.Ratios;
using DrawAot.Bench.Report;
using DrawAot.Bench.Roof;

namespace DrawAot.Torch.Tests.Bench;

/// <summary>The headline comparisons, as short as they can be: what they say, not how fast anything is.</summary>
[Trait("Category", "Slow")]
public sealed class HeadlineTests
{
    [Fact]
    public void They_have_all_their_fields_and_make_a_page()
    {
        using var headlines = new Headlines(new HeadlineOptions("no such program")
        {
            Rounds = 1,
            Slice = TimeSpan.Zero,
            Rest = TimeSpan.Zero,
            WarmUp = TimeSpan.Zero,
            ThreadRounds = 1,
            LargestBatch = 16,
            TestImages = 2,
        });

        HeadlineResults results = headlines.Measure(_ => { });

        JsonNode json = JsonNode.Parse(RatiosCommand.Json(results))!;
        Assert.NotEmpty(json["machine"]!["processor"]!.GetValue<string>());
        Assert.StartsWith("10.", json["machine"]!["sdk"]!.GetValue<string>(), StringComparison.Ordinal);
        JsonArray ratios = json["ratios"]!.AsArray(), atBest = json["atBestThreads"]!.AsArray();
        foreach (JsonNode? ratio in ratios.Concat(atBest))
        {
            bool isCost = ratio!["bound"]!.GetValue<string>() == "at most";
            double value = ratio["value"]!.GetValue<double>(), target = ratio["target"]!.GetValue<double>();
            Assert.True(isCost ? double.IsFinite(value) : value > 0, ratio.ToJsonString());
            Assert.Equal(isCost ? value <= target : value >= target, ratio["reached"]!.GetValue<bool>());
            Assert.NotEmpty(ratio["details"]!.GetValue<string>());
        }

        foreach (Generated precision in Generated.All)
        {
            Assert.Contains(ratios, ratio => IsOf(ratio, $"one sample, {precision.Precision}", Samplers.TorchSteps));
            Assert.Contains(ratios, ratio => IsOf(ratio, $"one sample, {precision.Precision}", "the measured roof"));
            Assert.Equal(4, atBest.Count(ratio => ratio!["what"]!.GetValue<string>().EndsWith(", " + precision.Precision, StringComparison.Ordinal)));
        }

        string page = ReportPage.Of(results, [new KernelFigure("float32", "recurrence", 2e-6, 1e-6)], [(Question.All[0], [new Measurement("somebody", 2, 1, 0.5)])]);
        Assert.Contains("| one sample, float32", page, StringComparison.Ordinal);
        Assert.Contains("| ONNX Runtime int8 ", page, StringComparison.Ordinal);
        Assert.Contains("| recurrence | float32 | 1.0      | 2.0          | 0.50     |", page, StringComparison.Ordinal);
        Assert.Contains(Question.All[0].Text, page, StringComparison.Ordinal);
        Assert.Contains("| somebody      | 250", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_roof_counts_every_weight_that_sampling_uses_at_every_glimpse()
    {
        using var files = new ShippedFiles();
        int weights = files.Weights.Where(tensor => tensor.Key.StartsWith("decoder.weight", StringComparison.Ordinal)
            || tensor.Key is "write.window.weight" or "write.patch.weight").Sum(tensor => tensor.Value.Length);

        IReadOnlyList<Phase> phases = new DrawPhases(files.Shape, sizeof(float), sharing: 1).OfSample();

        double layers = phases.Where(phase => phase.Name is "input product" or "recurrence" or "heads").Sum(phase => phase.Float32);
        Assert.Equal((double)files.Shape.Glimpses * weights, layers);
        Assert.Equal(files.Shape.Glimpses * files.Shape.Latent, phases.Sum(phase => phase.Normals));
        Assert.Equal(5.0 * files.Shape.Glimpses * files.Shape.DecoderHidden, phases.Sum(phase => phase.Tanhs + phase.Sigmoids) - files.Shape.PixelCount);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void Narrow_weights_count_as_often_and_weigh_less(int weightSize)
    {
        using var files = new ShippedFiles();
        IReadOnlyList<Phase> wide = new DrawPhases(files.Shape, sizeof(float), sharing: 1).OfScore();
        IReadOnlyList<Phase> narrow = new DrawPhases(files.Shape, weightSize, sharing: 1).OfScore();

        Assert.Equal(
            wide.Sum(phase => phase.Float32),
            narrow.Sum(phase => phase.Float32 + phase.Bfloat16 + phase.Bfloat16Tile + phase.Int8));
        Assert.Equal(
            wide.Single(phase => phase.Name == "encoder recurrence").Bytes,
            narrow.Single(phase => phase.Name == "encoder recurrence").Bytes * sizeof(float) / weightSize);
    }

    private static bool IsOf(JsonNode? ratio, string what, string against) =>
        ratio!["what"]!.GetValue<string>() == what && ratio["against"]!.GetValue<string>() == against;
}
