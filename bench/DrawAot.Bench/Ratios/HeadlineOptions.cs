namespace DrawAot.Bench.Ratios;

/// <summary>The lengths of the headline comparisons.</summary>
/// <param name="NativeProgram">Path of the published drawaot; where there is none, start-up is not measured.</param>
internal sealed record HeadlineOptions(string NativeProgram)
{
    /// <summary>Turns that every engine gets.</summary>
    public int Rounds { get; init; } = 9;

    /// <summary>Whether anything but DrawAot and the roof is measured.</summary>
    public bool HasBaselines { get; init; } = true;

    /// <summary>Turns that every engine gets at each number of threads; 0 leaves them out.</summary>
    public int ThreadRounds { get; init; } = 5;

    /// <summary>Shortest turn.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// Time before each turn on several threads: worker threads of libraries go on spinning after their work, on cores that the next engine needs.
    /// </summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Time that every engine runs before it is timed.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Baselines are not tried at larger batches.</summary>
    public int LargestBatch { get; init; } = 256;

    /// <summary>Test images on which the cost in nats is measured.</summary>
    public int TestImages { get; init; } = 500;
}
