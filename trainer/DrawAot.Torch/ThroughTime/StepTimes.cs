namespace DrawAot.Torch.ThroughTime;

/// <summary>Phases of a training step.</summary>
internal enum StepPhase
{
    /// <summary>Weights into panels, initial states, images.</summary>
    PackWeights,

    /// <summary>The four products of every glimpse, forwards and backwards.</summary>
    Products,

    /// <summary>The weights' gradients: one product of each layer over all glimpses.</summary>
    WeightGradients,

    /// <summary>LSTM cells, forwards and backwards.</summary>
    Cells,

    /// <summary>Latents: noise, sampling, gradients.</summary>
    Latents,

    /// <summary>Error images, filterbanks and windowed reads, forwards and backwards.</summary>
    Reads,

    /// <summary>Filterbanks and windowed writes, forwards and backwards.</summary>
    Writes,

    /// <summary>Reconstruction and divergence.</summary>
    Losses,

    /// <summary>Gradients into one vector, and those of the initial states.</summary>
    CollectGradient,
}

/// <summary>Seconds of each phase of training steps, summed over threads. Any thread may add.</summary>
/// <param name="clock">Seconds of the calling thread since some time.</param>
internal sealed class StepTimes(Func<double> clock)
{
    private readonly long[] _nanoseconds = new long[Enum.GetValues<StepPhase>().Length];

    /// <summary>Seconds of a phase so far.</summary>
    public double this[StepPhase phase] => Volatile.Read(ref _nanoseconds[(int)phase]) * 1e-9;

    /// <summary>Starts a stopwatch of the calling thread; without times it measures nothing.</summary>
    public static Lap Start(StepTimes? times) => new(times);

    /// <summary>Forgets all times.</summary>
    public void Clear() => Array.Clear(_nanoseconds);

    /// <summary>Divides a thread's time among phases.</summary>
    internal ref struct Lap
    {
        private readonly StepTimes? _times;
        private double _last;

        internal Lap(StepTimes? times)
        {
            _times = times;
            _last = times?.Now() ?? 0;
        }

        /// <summary>Adds the time since the last call, or since the start, to a phase.</summary>
        public void End(StepPhase phase)
        {
            if (_times is not null)
            {
                double now = _times.Now();
                Interlocked.Add(ref _times._nanoseconds[(int)phase], (long)((now - _last) * 1e9));
                _last = now;
            }
        }
    }

    private double Now() => clock();
}
