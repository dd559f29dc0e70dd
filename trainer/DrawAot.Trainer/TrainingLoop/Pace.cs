using System.Diagnostics;

namespace DrawAot.Trainer.TrainingLoop;

/// <summary>Smoothed figures of the last steps, and what they say of the time left.</summary>
internal sealed class Pace
{
    private const double Decay = 0.98;

    private readonly Stopwatch _sinceTaken = Stopwatch.StartNew();
    private double _loss, _measure, _seconds, _weight;

    public double Loss => _loss / _weight;

    public double Measure => _measure / _weight;

    public void Add(double loss, double measure, TimeSpan elapsed)
    {
        _loss = Decay * _loss + (1 - Decay) * loss;
        _measure = Decay * _measure + (1 - Decay) * measure;
        _seconds = Decay * _seconds + (1 - Decay) * elapsed.TotalSeconds;
        _weight = Decay * _weight + (1 - Decay);
    }

    public TimeSpan TimeFor(long steps) => TimeSpan.FromSeconds(_seconds / _weight * steps);

    /// <summary>The time since the last call, or since the start.</summary>
    public TimeSpan TakeElapsed()
    {
        TimeSpan elapsed = _sinceTaken.Elapsed;
        _sinceTaken.Restart();
        return elapsed;
    }
}
