using System.Diagnostics;

namespace DrawAot.Trainer.TrainingLoop;

/// <summary>Smoothed figures of the last steps, and what they say of the time left.</summary>
internal sealed class Pace
{
    private const double Decay = 0.98;

    private readonly Stopwatch _sinceTaken = Stopwatch.StartNew();
    private double _loss, _bound, _seconds, _weight;

    public double Loss => _loss / _weight;

    public double Bound => _bound / _weight;

    public void Add(double loss, double bound, TimeSpan elapsed)
    {
        _loss = Decay * _loss + (1 - Decay) * loss;
        _bound = Decay * _bound + (1 - Decay) * bound;
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
