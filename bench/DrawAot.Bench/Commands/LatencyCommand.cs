using System.CommandLine;
using DrawAot.Bench.Latency;
using DrawAot.Bench.Measuring;

namespace DrawAot.Bench.Commands;

/// <summary><c>latency</c>: how long the calls of a C program take, on a machine that does nothing else and beside busy loops.</summary>
internal static class LatencyCommand
{
    public static Command Create()
    {
        Option<string> program = new("--program")
        {
            Description = "The compiled tests/consumers/realtime/latency.c.",
            DefaultValueFactory = _ => "out/latency",
        };
        Option<string?> picture = new("--picture") { Description = "Draw the histograms into this PNG file." };
        Option<int> steps = new("--steps") { Description = "Glimpses to time.", DefaultValueFactory = _ => 1_000_000 };
        Option<int> samples = new("--samples") { Description = "Pictures to time.", DefaultValueFactory = _ => 10_000 };
        Option<int> loops = new("--busy") { Description = "Busy loops beside the program; by default one a core.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Counts.RequireOneOrMore(steps, samples, loops);
        program.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is string path && !File.Exists(path))
            {
                result.AddError($"There is no '{path}': --program names the compiled tests/consumers/realtime/latency.c.");
            }
        });
        Command command = new("latency", "Latencies of a C program, quiet and beside busy loops: a table, and histograms as a picture.")
        {
            program, picture, steps, samples, loops,
        };
        command.SetAction(parsed =>
        {
            var series = new List<LatencySeries>();
            series.AddRange(Measure("quiet", busy: 0));
            series.AddRange(Measure($"{parsed.GetValue(loops)} busy loops beside", parsed.GetValue(loops)));
            Console.WriteLine(Machine.Description);
            Console.WriteLine(LatencyReport.Table(series));
            if (parsed.GetValue(picture) is string path)
            {
                LatencyReport.Draw(path, series);
            }

            return 0;

            IReadOnlyList<LatencySeries> Measure(string condition, int busy)
            {
                Console.Error.WriteLine($"{condition} …");
                using var beside = new BusyLoops(busy);
                return LatencyProgram.Run(parsed.GetRequiredValue(program), condition, parsed.GetValue(steps), parsed.GetValue(samples));
            }
        });
        return command;
    }
}
