using System.CommandLine;
using DrawAot.Bench.Classifier;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Ratios;
using DrawAot.Bench.Roof;

namespace DrawAot.Bench.Commands;

/// <summary><c>classifier</c>: the headline comparisons of the classifier, in a minute.</summary>
internal sealed class ClassifierCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "Print them as JSON." };

    public static Command Create()
    {
        var classifier = new ClassifierCommand();
        Command command = new("classifier", "The headline comparisons of the glimpse classifier, on one core and then at every engine's best number of threads, and the roof phase by phase; errors where DRAWAOT_DATA names the data sets.")
        {
            classifier._json,
        };
        command.SetAction(classifier.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var headlines = new ClassifierHeadlines(new HeadlineOptions(Programs.DefaultNative) { TestImages = int.MaxValue });
        HeadlineResults results = headlines.Measure(step => Console.Error.WriteLine($"{step} …"));
        if (parsed.GetValue(_json))
        {
            Console.WriteLine(RatiosCommand.Json(results));
            return 0;
        }

        Console.WriteLine(HeadlineText.Of(results));
        foreach (RoofRow row in results.Roofs)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"{row.Work}: {row.Measured * 1e6:F0} µs, of which at least {string.Join(", ", row.Phases.Select(phase => FormattableString.Invariant($"{phase.Name} {phase.Seconds * 1e6:F1}")))}"));
        }

        return 0;
    }
}
