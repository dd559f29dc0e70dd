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
        Option<TrainedModel> model = new("--model")
        {
            Description = "The paper's MNIST model (draw), or its classifier of 100×100 images (classifier).",
            DefaultValueFactory = _ => TrainedModel.Draw,
        };
        Option<int?> glimpses = new("--glimpses") { Description = "T; by default the paper's." };
        Option<int> batch = new("--batch") { Description = "Images of a step.", DefaultValueFactory = _ => 100 };
        Option<int> steps = new("--steps") { Description = "Steps to take the medians of.", DefaultValueFactory = _ => 15 };
        Option<int[]> threads = new("--threads")
        {
            Description = "Numbers of threads, measured in turns.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 2],
        };
        Counts.RequireOneOrMore(glimpses, batch, steps, threads);
        Command command = new("training", "Images a second of a training step at the paper's sizes, and the share of each phase.")
        {
            model, glimpses, batch, steps, threads,
        };
        command.SetAction(parse =>
        {
            TrainingSpeed[] speeds =
            [
                .. parse.GetRequiredValue(threads).Select(
                    count => Speed(parse.GetValue(model), parse.GetValue(glimpses), parse.GetValue(batch), count)),
            ];
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

    private static TrainingSpeed Speed(TrainedModel model, int? glimpses, int batch, int threads) => model switch
    {
        TrainedModel.Draw => TrainingSpeed.Of(new DrawShape(28, 28, 1, glimpses ?? 64, 100, 256, 256, 2, 5), batch, threads),
        TrainedModel.Classifier => TrainingSpeed.Of(new ClassifierShape(100, 100, 1, glimpses ?? 8, 256, 12, 10), batch, threads),
        _ => throw new ArgumentOutOfRangeException(nameof(model), model, "Draw or Classifier was expected."),
    };

    /// <summary>The models whose training can be timed.</summary>
    private enum TrainedModel
    {
        Draw,
        Classifier,
    }
}
