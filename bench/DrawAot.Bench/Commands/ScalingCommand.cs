using System.CommandLine;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Roof;
using DrawAot.Bench.Scaling;

namespace DrawAot.Bench.Commands;

/// <summary><c>scaling</c>: how the speed of a sample depends on the size of the model.</summary>
internal static class ScalingCommand
{
    public static Command Create()
    {
        Option<int[]> hidden = new("--hidden")
        {
            Description = "Hidden sizes of the decoder.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [32, 64, 128, 256, 512, 1024, 2048],
        };
        Option<string?> picture = new("--picture") { Description = "Draw the figures into this PNG file." };
        Option<int> rounds = new("--rounds") { Description = "Rounds to take medians of.", DefaultValueFactory = _ => 5 };
        Counts.RequireOneOrMore(hidden, rounds);
        Command command = new("scaling", "Multiply-adds a nanosecond of samples, alone and 48 together, over the size of the model, beside the roof.")
        {
            hidden, picture, rounds,
        };
        command.SetAction(parse =>
        {
            using var rates = new Rates(TimeSpan.FromMilliseconds(10));
            var figures = new List<ScalingFigure>();
            foreach (int size in parse.GetRequiredValue(hidden))
            {
                figures.AddRange(ScalingSweep.Measure(size, rates, parse.GetValue(rounds), TimeSpan.FromMilliseconds(150)));
            }

            Console.WriteLine(Machine.Description);
            Console.WriteLine(ScalingReport.Table(figures));
            if (parse.GetValue(picture) is string path)
            {
                ScalingReport.Draw(path, figures);
            }

            return 0;
        });
        return command;
    }
}
