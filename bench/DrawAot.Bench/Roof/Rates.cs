using System.Runtime.InteropServices;
using DrawAot.Bench.Measuring;
using DrawAot.Numerics;

namespace DrawAot.Bench.Roof;

/// <summary>The speed of this core, measured now: the time of each kind of work, in seconds a piece.</summary>
internal sealed class Rates : IDisposable
{
    private const int LoopTurns = 2000, BufferTurns = 100;

    private readonly AlignedMemory _weights = new(NarrowWeightLoops.BufferSize / sizeof(float));
    private readonly Dictionary<int, AlignedMemory> _buffers = [];
    private readonly TimeSpan _slice;

    /// <summary>Prepares to measure.</summary>
    /// <param name="slice">How long each measurement takes at least.</param>
    public Rates(TimeSpan slice)
    {
        _slice = slice;
        _weights.Slice(0, _weights.Length).Fill(0.25f);
    }

    /// <summary>Seconds of a multiply-add of floats.</summary>
    public double Float32 { get; private set; }

    /// <summary>Seconds of a multiply-add of a weight in bfloat16.</summary>
    public double Bfloat16 { get; private set; }

    /// <summary>Seconds of a multiply-add of a weight in bfloat16 that is widened once for several.</summary>
    public double Bfloat16Tile { get; private set; }

    /// <summary>Seconds of a multiply-add of bytes.</summary>
    public double Int8 { get; private set; }

    /// <summary>Seconds of an exponential function.</summary>
    public double Exp { get; private set; }

    /// <summary>Seconds of a sigmoid.</summary>
    public double Sigmoid { get; private set; }

    /// <summary>Seconds of a hyperbolic tangent.</summary>
    public double Tanh { get; private set; }

    /// <summary>Seconds of a standard normal number.</summary>
    public double Normal { get; private set; }

    /// <summary>Measures all arithmetic again.</summary>
    public void Measure()
    {
        double elements = (double)LoopTurns * RegisterLoops.ElementsPerTurn;
        Float32 = TimeFloat32();
        Bfloat16 = Time(() => NarrowWeightLoops.Bfloat16(Bytes(_weights), BufferTurns)) / (BufferTurns * (NarrowWeightLoops.BufferSize / 2.0));
        Bfloat16Tile = Time(() => NarrowWeightLoops.Bfloat16Tile(Bytes(_weights), BufferTurns))
            / (BufferTurns * (NarrowWeightLoops.BufferSize / 2.0) * NarrowWeightLoops.Tile);
        Int8 = Time(() => NarrowWeightLoops.Int8(Bytes(_weights), BufferTurns)) / (BufferTurns * (double)NarrowWeightLoops.BufferSize);
        Exp = Time(() => RegisterLoops.Exp(LoopTurns)) / elements;
        Sigmoid = Time(() => RegisterLoops.Sigmoid(LoopTurns)) / elements;
        Tanh = Time(() => RegisterLoops.Tanh(LoopTurns)) / elements;

        // A block of random words makes four normals, and two of them take one radius, one sine and one cosine.
        double block = Time(() => PhiloxLoop.Blocks(LoopTurns)) / ((double)LoopTurns * PhiloxLoop.BlocksPerTurn);
        double radius = Time(() => RegisterLoops.Radius(LoopTurns)) / elements;
        double sinCos = Time(() => RegisterLoops.SinCos(LoopTurns)) / elements;
        Normal = block / 4 + (radius + sinCos) / 2;
    }

    /// <summary>Measures the seconds of a multiply-add of floats.</summary>
    public double TimeFloat32() => Time(() => RegisterLoops.Float32(LoopTurns)) / ((double)LoopTurns * RegisterLoops.Float32PerTurn);

    /// <summary>
    /// Seconds to read a byte of a glimpse's phases, read in order again and again: the best of four ways to walk through a
    /// phase's bytes. Phases wait for one another, so only within a phase is the order free.
    /// </summary>
    /// <param name="strips">The bytes of each phase; none at all take no time.</param>
    public double ReadByte(IReadOnlyList<double> strips)
    {
        int[] sizes = [.. strips.Where(bytes => bytes > 0).Select(bytes => checked((int)Math.Ceiling(bytes / Walks.TurnSize) * Walks.TurnSize))];
        int size = sizes.Sum();
        if (size == 0)
        {
            return 0;
        }

        if (!_buffers.TryGetValue(size, out AlignedMemory? buffer))
        {
            buffer = new AlignedMemory(size / sizeof(float));
            _buffers.Add(size, buffer);
        }

        int turn = 0;
        double best = Time(() => Walks.Strips(Bytes(buffer), sizes, Walks.Forwards));
        best = Math.Min(best, Time(() => Walks.Strips(Bytes(buffer), sizes, turn++ % 2 == 0 ? Walks.Forwards : Walks.Backwards)));
        best = Math.Min(best, Time(() => Walks.Strips(Bytes(buffer), sizes, Walks.Quarters)));
        best = Math.Min(best, Time(() => Walks.Strips(Bytes(buffer), sizes, Walks.Prefetching)));
        return best / size;
    }

    /// <summary>The least seconds that a phase takes.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="readByte">Seconds to read a byte from where the phase's bytes live.</param>
    public double Least(Phase phase, double readByte)
    {
        double arithmetic = phase.Float32 * Float32 + phase.Bfloat16 * Bfloat16 + phase.Bfloat16Tile * Bfloat16Tile
            + phase.Int8 * Int8 + phase.Exps * Exp + phase.Sigmoids * Sigmoid + phase.Tanhs * Tanh + phase.Normals * Normal;
        return Math.Max(arithmetic, phase.Bytes * readByte);
    }

    /// <summary>Frees the buffers.</summary>
    public void Dispose()
    {
        _weights.Dispose();
        foreach (AlignedMemory buffer in _buffers.Values)
        {
            buffer.Dispose();
        }
    }

    private static ReadOnlySpan<byte> Bytes(AlignedMemory memory) => MemoryMarshal.AsBytes(memory.Slice(0, memory.Length));

    /// <summary>Seconds of a call, the median of five slices, as for everything else that is timed.</summary>
    private double Time<T>(Func<T> loop)
    {
        var times = new double[5];
        for (int part = 0; part < times.Length; part++)
        {
            times[part] = Repetition.Time(() => loop(), _slice.TotalSeconds / times.Length);
        }

        Array.Sort(times);
        return times[times.Length / 2];
    }
}
