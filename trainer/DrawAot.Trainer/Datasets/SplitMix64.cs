namespace DrawAot.Trainer.Datasets;

/// <summary>
/// Steele, Lea and Flood's SplitMix64: a counter passed through a mixing function.
/// Integer arithmetic only, so it gives the same numbers on every platform.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _counter = seed;

    /// <summary>A generator of its own for each triple of numbers.</summary>
    public static SplitMix64 For(ulong seed, ulong split, ulong index) =>
        new(Mix(Mix(Mix(seed) + split) + index));

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(_counter += 0x9E37_79B9_7F4A_7C15);

    /// <summary>An integer in lowest … highest, both included.</summary>
    public int Between(int lowest, int highest)
    {
        ulong width = (ulong)((long)highest - lowest) + 1;
        return (int)(lowest + (long)Math.BigMul(Next(), width, out _));
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
