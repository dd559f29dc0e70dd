namespace DrawAot.Cli;

/// <summary>Mean and standard error of numbers that come one after another and are not kept (Welford 1962).</summary>
internal struct RunningMean
{
    private double _squares;

    /// <summary>Number of values.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; 0 of none.</summary>
    public double Mean { get; private set; }

    /// <summary>The standard error of the mean; 0 of fewer than two numbers, which tell nothing about it.</summary>
    public readonly double StandardError => Count < 2 ? 0 : Math.Sqrt(_squares / (Count - 1) / Count);

    /// <summary>Takes a number.</summary>
    public void Add(double value)
    {
        Count++;
        double difference = value - Mean;
        Mean += difference / Count;
        _squares += difference * (value - Mean);
    }
}
