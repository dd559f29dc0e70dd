using System.CommandLine;
using System.Text;
using DrawAot.Bench.Kernels;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Ratios;
using DrawAot.Bench.Report;

namespace DrawAot.Bench.Commands;

/// <summary><c>report</c>: a full run, written as a page.</summary>
internal sealed class ReportCommand
{
    private const string HeadlinesName = "Headlines", KernelsName = "Kernels";

    private readonly Option<string> _out = new("--out")
    {
        Description = "The page to write.",
        DefaultValueFactory = _ => "artifacts/bench/report.md",
    };

    private readonly Option<string> _results = new("--results")
    {
        Description = "Folder of results.",
        DefaultValueFactory = _ => "artifacts/bench",
    };

    private readonly Option<bool> _keep = new("--keep") { Description = "Keep the results that are there, and measure only what is missing." };
    private readonly Option<string?> _only = new("--only") { Description = "Measure one thing that is missing, and write no page." };

    public static Command Create()
    {
        var report = new ReportCommand();
        report._only.AcceptOnlyFromAmong([HeadlinesName, KernelsName, .. Question.All.Select(question => question.Type.Name)]);
        Command command = new("report", "A full run of all benchmarks, written as a page.")
        {
            report._out, report._results, report._keep, report._only,
        };
        command.SetAction(report.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var results = new Results(parsed.GetRequiredValue(_results));
        string? only = parsed.GetValue(_only);
        if (!parsed.GetValue(_keep) && only is null)
        {
            results.Clear();
        }

        if (only is not null)
        {
            switch (only)
            {
                case HeadlinesName:
                    Headlines(results);
                    break;
                case KernelsName:
                    Kernels(results);
                    break;
                default:
                    Answer(results, Question.All.Single(question => question.Type.Name == only));
                    break;
            }

            return 0;
        }

        string page = ReportPage.Of(Headlines(results), Kernels(results), [.. Question.All.Select(question => (question, Answer(results, question)))]);
        WholeFile.Write(parsed.GetRequiredValue(_out), stream => stream.Write(Encoding.UTF8.GetBytes(page)));
        return 0;
    }

    private static HeadlineResults Headlines(Results results) => results.Get(HeadlinesName, () =>
    {
        using var headlines = new Headlines(new HeadlineOptions(Programs.DefaultNative) { Rounds = 21, ThreadRounds = 11, TestImages = int.MaxValue });
        return headlines.Measure(step => Console.Error.WriteLine($"{step} …"));
    });

    private static IReadOnlyList<KernelFigure> Kernels(Results results) => results.Get(
        KernelsName, () => KernelFigures.Measure(rounds: 31, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(300)));

    private static IReadOnlyList<Measurement> Answer(Results results, Question question) =>
        results.Get(question.Type.Name, question.Measure);
}
