using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Ratios;

namespace DrawAot.Bench.Commands;

/// <summary><c>ratios</c>: the headline comparisons, in two minutes.</summary>
internal sealed class RatiosCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Option<bool> _json = new("--json") { Description = "Print them as JSON." };
    private readonly Option<string> _native = new("--native")
    {
        Description = "The published drawaot, for start-up.",
        DefaultValueFactory = _ => Programs.DefaultNative,
    };

    private readonly Option<int> _testImages = new("--test-images")
    {
        Description = "Test images on which costs in nats are measured.",
        DefaultValueFactory = _ => 500,
    };

    private readonly Option<bool> _roof = new("--roof") { Description = "Measure DrawAot and the roof alone, without baselines." };

    public static Command Create()
    {
        var ratios = new RatiosCommand();
        Command command = new(
            "ratios", "The headline comparisons, on one core and then at every engine's best number of threads; costs in nats where DRAWAOT_DATA names the data sets.")
        {
            ratios._json, ratios._native, ratios._testImages, ratios._roof,
        };
        Counts.RequireOneOrMore(ratios._testImages);
        command.SetAction(ratios.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string native = parsed.GetRequiredValue(_native);
        using var headlines = new Headlines(new HeadlineOptions(native) { TestImages = parsed.GetValue(_testImages), HasBaselines = !parsed.GetValue(_roof) });
        HeadlineResults results = headlines.Measure(step => Console.Error.WriteLine($"{step} …"));
        if (!parsed.GetValue(_roof) && !File.Exists(native))
        {
            Console.Error.WriteLine($"Start-up was not measured: there is no '{native}'. See the README on publishing it, or name it with --native.");
        }

        Console.WriteLine(parsed.GetValue(_json) ? Json(results) : HeadlineText.Of(results));
        return 0;
    }

    /// <summary>The figures for programs.</summary>
    internal static string Json(HeadlineResults results) => new JsonObject
    {
        ["machine"] = Machine.ToJson(),
        ["ratios"] = new JsonArray([.. results.Ratios.Select(ratio => ratio.ToJson())]),
        ["atBestThreads"] = new JsonArray([.. results.AtBest.Select(ratio => ratio.ToJson())]),
    }.ToJsonString(Indented);
}
