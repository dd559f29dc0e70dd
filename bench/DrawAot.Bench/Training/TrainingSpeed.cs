using System.Diagnostics;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Roof;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Training;
using DrawAot.Training.Models.Classifier;
using DrawAot.Training.Models.Draw;

namespace DrawAot.Bench.Training;

/// <summary>Training steps of one number of threads: loss and gradient of a batch, without the optimiser.</summary>
internal sealed class TrainingSpeed : IDisposable
{
    private readonly IDisposable _memory;
    private readonly Action _step;
    private readonly StepTimes _times = new(() => ThreadClock.Seconds);
    private readonly List<double> _seconds = [], _longest = [];
    private readonly Dictionary<StepPhase, List<double>> _phases = Enum.GetValues<StepPhase>().ToDictionary(phase => phase, _ => new List<double>());

    private TrainingSpeed(int batch, int threads, double multiplyAdds, IDisposable memory, Action step, Action<StepTimes> time)
    {
        (Batch, Threads, MultiplyAdds, _memory, _step) = (batch, threads, multiplyAdds, memory, step);
        step();
        time(_times);
    }

    /// <summary>Prepares random weights and images of a DRAW model, and makes a step that is not timed.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="batch">Images of a step.</param>
    /// <param name="threads">Threads that compute.</param>
    public static TrainingSpeed Of(DrawShape shape, int batch, int threads)
    {
        var kernels = new BackpropagationThroughTime(shape, batch, threads);
        (float[] weights, float[] images) = Inputs(shape, batch);
        float[] gradient = new float[weights.Length];
        var losses = new Score[batch];
        return new TrainingSpeed(
            batch, threads, batch * (double)shape.Glimpses * OfAnImageAtAGlimpse(shape), kernels,
            () => kernels.Gradient(
                weights, images, images, (image, glimpse, noise) => Normals.Fill(1, (ulong)image, (uint)glimpse, noise), klWeight: 1, losses, gradient),
            times => kernels.Times = times);
    }

    /// <summary>The same of a glimpse classifier.</summary>
    /// <inheritdoc cref="Of(DrawShape, int, int)"/>
    public static TrainingSpeed Of(ClassifierShape shape, int batch, int threads)
    {
        var kernels = new ClassifierBackpropagation(shape, batch, threads);
        (float[] weights, float[] images) = Inputs(shape, batch);
        float[] gradient = new float[weights.Length], losses = new float[batch];
        int[] labels = [.. Enumerable.Range(0, batch).Select(image => image % shape.ClassCount)];
        int h = shape.Hidden;
        double products = shape.Glimpses * (ModelTensors.GateCount * h * (shape.ReadSize + h + 1.0) + ModelTensors.WindowSize * (h + 1.0))
            + shape.ClassCount * (h + 1.0);
        return new TrainingSpeed(
            batch, threads, batch * products, kernels,
            () => kernels.Gradient(weights, images, labels, losses, gradient), times => kernels.Times = times);
    }

    /// <summary>Threads that compute.</summary>
    public int Threads { get; }

    /// <summary>Images of a step.</summary>
    public int Batch { get; }

    /// <summary>Multiply-adds of a step's products in one direction. The backward pass and the weights' gradient take the same number each.</summary>
    public double MultiplyAdds { get; }

    /// <summary>Images a second, by the median step.</summary>
    public double ImagesPerSecond => Batch / Median(_seconds);

    /// <summary>Seconds of a step as time passes, the median.</summary>
    public double Seconds => Median(_seconds);

    /// <summary>Processor seconds of the longest thread from barrier to barrier, the median: a step's time on an idle machine.</summary>
    public double LongestPath => Median(_longest);

    /// <summary>Processor seconds of a phase in a step, summed over threads, the median.</summary>
    public double this[StepPhase phase] => Median(_phases[phase]);

    /// <summary>Makes a step and takes its times.</summary>
    public void Measure()
    {
        _times.Clear();
        long start = Stopwatch.GetTimestamp();
        _step();
        _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        _longest.Add(_times.LongestPath);
        foreach ((StepPhase phase, List<double> seconds) in _phases)
        {
            seconds.Add(_times[phase]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    /// <summary>The four products of an image at a glimpse, without padding.</summary>
    private static double OfAnImageAtAGlimpse(DrawShape shape)
    {
        int he = shape.EncoderHidden, hd = shape.DecoderHidden, z = shape.Latent;
        int windows = (shape.ReadAttention is null ? 0 : ModelTensors.WindowSize) + (shape.WriteAttention is null ? 0 : ModelTensors.WindowSize);
        return ModelTensors.GateCount * (he * (shape.ReadSize + he + hd + 1.0) + hd * (z + hd + 1.0))
            + 2.0 * z * (he + 1) + (shape.PatchSize + windows) * (hd + 1.0);
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static (float[] Weights, float[] Images) Inputs(ModelShape shape, int batch)
    {
        var random = new Random(1);
        return (
            [.. Enumerable.Range(0, checked((int)ModelTensors.ParameterCount(shape))).Select(_ => 0.1f * (float)(random.NextDouble() - 0.5))],
            [.. Enumerable.Range(0, batch * shape.PixelCount).Select(_ => random.NextDouble() < 0.2 ? 1f : 0f)]);
    }
}
