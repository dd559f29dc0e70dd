using System.CommandLine;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Roof;
using DrawAot.Bench.Training;
using DrawAot.Manifest;

namespace DrawAot.Bench.Commands;

/// <summary><c>training</c>: images a second of the trainer, and where a step's time goes.</summary>
internal static class TrainingCommand
{
    public static Command Create()
    {
        Option<int> glimpses = new("--glimpses") { Description = "T.", DefaultValueFactory = _ => 64 };
        Option<int> batch = new("--batch") { Description = "Images of a step.", DefaultValueFactory = _ => 100 };
        Option<int> steps = new("--steps") { Description = "Steps to take the medians of.", DefaultValueFactory = _ => 15 };
        Option<int[]> threads = new("--threads")
        {
            Description = "Numbers of threads, measured in turns.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 2],
        };
        foreach (Option<int> option in (ReadOnlySpan<Option<int>>)[glimpses, batch, steps])
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
                {
                    result.AddError($"{option.Name} is {result.GetValueOrDefault<int>()}; 1 or more was expected.");
                }
            });
        }

        threads.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int[]>()?.Any(count => count < 1) == true)
            {
                result.AddError($"{threads.Name} was given a number below 1; 1 or more was expected.");
            }
        });
        Command command = new("training", "Images a second of a training step at the MNIST model's sizes, and the share of each phase.")
        {
            glimpses, batch, steps, threads,
        };
        command.SetAction(parse =>
        {
            var shape = new DrawShape(28, 28, 1, parse.GetValue(glimpses), 100, 256, 256, 2, 5);
            TrainingSpeed[] speeds = [.. parse.GetRequiredValue(threads).Select(count => new TrainingSpeed(shape, parse.GetValue(batch), count))];
            var peaks = new List<double>();
            using var rates = new Rates(TimeSpan.FromMilliseconds(20));
            for (int step = 0; step < parse.GetValue(steps); step++)
            {
                peaks.Add(rates.TimeFloat32());
                foreach (TrainingSpeed speed in speeds)
                {
                    speed.Measure();
                }
            }

            Console.WriteLine(Machine.Description);
            Console.WriteLine(TrainingTable.Of(speeds, peaks.Min()));
            Array.ForEach(speeds, speed => speed.Dispose());
            return 0;
        });
        return command;
    }
}
