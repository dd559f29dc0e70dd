using System.Diagnostics;
using DrawAot.Bench.Measuring;
using DrawAot.Bench.Roof;
using DrawAot.Manifest;
using DrawAot.Numerics;
using DrawAot.Training;
using DrawAot.Training.Models.Draw;

namespace DrawAot.Bench.Training;

/// <summary>Training steps of one number of threads: loss and gradient of a batch, without the optimiser.</summary>
internal sealed class TrainingSpeed : IDisposable
{
    private readonly BackpropagationThroughTime _step;
    private readonly StepTimes _times = new(() => ThreadClock.Seconds);
    private readonly float[] _weights, _images, _gradient;
    private readonly Score[] _losses;
    private readonly List<double> _seconds = [], _longest = [];
    private readonly Dictionary<StepPhase, List<double>> _phases = Enum.GetValues<StepPhase>().ToDictionary(phase => phase, _ => new List<double>());

    /// <summary>Prepares random weights and images, and makes a step that nobody times.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="batch">Images of a step.</param>
    /// <param name="threads">Threads that compute.</param>
    public TrainingSpeed(DrawShape shape, int batch, int threads)
    {
        (Threads, Batch) = (threads, batch);
        MultiplyAdds = batch * (double)shape.Glimpses * OfAnImageAtAGlimpse(shape);
        _step = new BackpropagationThroughTime(shape, batch, threads);
        var random = new Random(1);
        _weights = [.. Enumerable.Range(0, _step.Parameters).Select(_ => 0.1f * (float)(random.NextDouble() - 0.5))];
        _images = [.. Enumerable.Range(0, batch * shape.PixelCount).Select(_ => random.NextDouble() < 0.2 ? 1f : 0f)];
        _gradient = new float[_weights.Length];
        _losses = new Score[batch];
        Step();
        _step.Times = _times;
    }

    /// <summary>Threads that compute.</summary>
    public int Threads { get; }

    /// <summary>Images of a step.</summary>
    public int Batch { get; }

    /// <summary>Multiply-adds of a step's products in one direction; backwards and the weights' gradient take as many each.</summary>
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
        Step();
        _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        _longest.Add(_times.LongestPath);
        foreach ((StepPhase phase, List<double> seconds) in _phases)
        {
            seconds.Add(_times[phase]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _step.Dispose();

    /// <summary>The four products of an image at a glimpse, without padding.</summary>
    private static double OfAnImageAtAGlimpse(DrawShape shape)
    {
        int he = shape.EncoderHidden, hd = shape.DecoderHidden, z = shape.Latent;
        int windows = (shape.ReadAttention is null ? 0 : DrawTensors.WindowSize) + (shape.WriteAttention is null ? 0 : DrawTensors.WindowSize);
        return DrawTensors.GateCount * (he * (shape.ReadSize + he + hd + 1.0) + hd * (z + hd + 1.0))
            + 2.0 * z * (he + 1) + (shape.PatchSize + windows) * (hd + 1.0);
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private void Step() => _step.Gradient(
        _weights, _images, (image, glimpse, noise) => Normals.Fill(1, (ulong)image, (uint)glimpse, noise), klWeight: 1, _losses, _gradient);
}
