namespace DrawAot.Training;

/// <summary>Phases of a training step.</summary>
internal enum StepPhase
{
    /// <summary>Weights into panels, initial states, images.</summary>
    PackWeights,

    /// <summary>The products of every glimpse, forwards and backwards.</summary>
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

    /// <summary>
    /// Seconds of the thread that was longest at work between two barriers, summed over them: how long steps take if nothing
    /// else runs on the machine and the clock counts a thread's own time.
    /// </summary>
    public double LongestPath { get; private set; }

    /// <summary>Starts a stopwatch of the calling thread; without times it measures nothing.</summary>
    public static Lap Start(StepTimes? times) => new(times);

    /// <summary>Forgets all times.</summary>
    public void Clear()
    {
        Array.Clear(_nanoseconds);
        LongestPath = 0;
    }

    /// <summary>Seconds of the calling thread.</summary>
    public double Now() => clock();

    /// <summary>Adds what the longest thread took up to a barrier. Only the thread that waits there may call this.</summary>
    public void ReachBarrier(double seconds) => LongestPath += seconds;

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

        /// <summary>The same, where the other threads wait meanwhile.</summary>
        public void EndAlone(StepPhase phase)
        {
            double start = _last;
            End(phase);
            _times?.ReachBarrier(_last - start);
        }
    }
}
