using System.Diagnostics;
using DrawAot.Bench.Training;
using DrawAot.Manifest;
using DrawAot.Training;
using DrawAot.Training.Models.Draw;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The times of a step's phases, and the table of the bench.</summary>
public sealed class StepTimesTests
{
    private static readonly DrawShape Shape = new(12, 9, 1, 3, 7, 20, 18, 2, 3);

    [Fact]
    public void Each_phase_has_a_time_the_phases_fit_into_the_step_and_bits_stay()
    {
        using var step = new BackpropagationThroughTime(Shape, batch: 5, threads: 1);
        float[] weights = [.. Enumerable.Range(0, step.Parameters).Select(k => 0.1f * MathF.Sin(k))];
        float[] images = new float[5 * Shape.PixelCount], untimed = Gradient();
        var times = new StepTimes(() => (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);
        step.Times = times;

        long start = Stopwatch.GetTimestamp();
        float[] timed = Gradient();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;

        Assert.Equal(untimed, timed);
        Assert.All(Enum.GetValues<StepPhase>(), phase => Assert.InRange(times[phase], 1e-9, elapsed));
        double sum = Enum.GetValues<StepPhase>().Sum(phase => times[phase]);
        Assert.InRange(sum, 0, elapsed);
        Assert.InRange(times.LongestPath, sum, elapsed); // one thread
        times.Clear();
        Assert.All(Enum.GetValues<StepPhase>(), phase => Assert.Equal(0, times[phase]));
        Assert.Equal(0, times.LongestPath);

        float[] Gradient()
        {
            float[] gradient = new float[step.Parameters];
            step.Gradient(weights, images, images, (_, _, noise) => noise.Clear(), klWeight: 1, new Score[5], gradient);
            return gradient;
        }
    }

    [Fact]
    public void The_table_has_a_row_for_each_phase_and_images_a_second()
    {
        using var one = TrainingSpeed.Of(Shape, batch: 4, threads: 1);
        using var two = TrainingSpeed.Of(Shape, batch: 4, threads: 2);
        one.Measure();
        two.Measure();

        // 4·20·(2·4 + 20 + 18 + 1) + 4·18·(7 + 18 + 1) + 2·7·21 + (9 + 2·5)·19 of each of 4 images at each of 3 glimpses.
        Assert.Equal(12.0 * (80 * 47 + 72 * 26 + 14 * 21 + 19 * 19), one.MultiplyAdds);
        Assert.Equal(4 / one.Seconds, one.ImagesPerSecond);
        string table = TrainingTable.Of([one, two], peak: 1e-11);
        Assert.Equal(Enum.GetValues<StepPhase>().Length + 5, table.Split('\n').Count(line => line.StartsWith('|')));
        Assert.Contains("with 1 thread(s)", table, StringComparison.Ordinal);
        Assert.Contains("200.0 GFLOP/s", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_classifier_has_no_rows_for_phases_of_DRAW_alone()
    {
        using var speed = TrainingSpeed.Of(new ClassifierShape(12, 9, 1, 3, 20, 2, 5), batch: 4, threads: 1);
        speed.Measure();

        // 3·(4·20·(4 + 20 + 1) + 5·21) + 5·21 of each of 4 images.
        Assert.Equal(4.0 * (3 * (80 * 25 + 5 * 21) + 5 * 21), speed.MultiplyAdds);
        string table = TrainingTable.Of([speed], peak: 1e-11);
        Assert.Contains("reads", table, StringComparison.Ordinal);
        Assert.DoesNotContain("latents", table, StringComparison.Ordinal);
        Assert.DoesNotContain("writes", table, StringComparison.Ordinal);
    }
}
