using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

/// <summary>From the gates of an LSTM to its next state.</summary>
/// <remarks>
/// In passes that are not inlined, of one function and two vectors each: a single vector's operations wait for one another,
/// and a second function of two vectors is more than the compiler keeps in registers.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmGates
{
    private const int Lanes = 16, Input = 0 * Lanes, ForgetGate = 1 * Lanes, Candidate = 2 * Lanes, Output = 3 * Lanes;

    /// <summary>c ← σ(f)·c + σ(i)·tanh(g), then h ← σ(o)·tanh(c).</summary>
    /// <param name="gates">The gates i, f, g and o of 16 units, before they are squashed, then those of the next 16 [4H].</param>
    /// <param name="cells">c [H], H a multiple of 16; updated in place.</param>
    /// <param name="hidden">Receives h [H].</param>
    /// <exception cref="ArgumentException">The lengths are not 4H, H and H, or H is no multiple of 16.</exception>
    public static void Advance(ReadOnlySpan<float> gates, Span<float> cells, Span<float> hidden)
    {
        if (cells.Length % Lanes != 0 || hidden.Length != cells.Length || gates.Length / 4 != cells.Length || gates.Length % 4 != 0)
        {
            throw new ArgumentException(
                $"There are {gates.Length} gates, {cells.Length} cell states and {hidden.Length} hidden states; 4H, H and H, H a multiple of {Lanes}, were expected.");
        }

        if (Vector512.IsHardwareAccelerated)
        {
            Advance<Floats16>(gates, cells, hidden);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Advance<FloatPair<Floats8>>(gates, cells, hidden);
        }
        else
        {
            Advance<FloatPair<Floats4>>(gates, cells, hidden);
        }
    }

    private static void Advance<T>(ReadOnlySpan<float> gates, Span<float> cells, Span<float> hidden)
        where T : struct, IFloats<T>
    {
        Forget<T>(gates, cells);
        Open<T>(gates, Input, hidden);
        Remember<T>(gates, hidden, cells);
        Open<T>(gates, Output, hidden);
        Emit<T>(cells, hidden);
    }

    /// <summary>c ← σ(f)·c.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget<T>(ReadOnlySpan<float> gates, Span<float> cells)
        where T : struct, IFloats<T>
    {
        ref float a = ref MemoryMarshal.GetReference(gates);
        ref float c = ref MemoryMarshal.GetReference(cells);
        for (nuint panel = 0; panel < (nuint)cells.Length; panel += Lanes)
        {
            for (nuint unit = panel; unit < panel + Lanes; unit += (nuint)T.Count)
            {
                T f = VectorMath.Sigmoid(T.Load(ref a, unit + 3 * panel + ForgetGate));
                (f * T.Load(ref c, unit)).Store(ref c, unit);
            }
        }
    }

    /// <summary>σ of the input or the output gate.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Open<T>(ReadOnlySpan<float> gates, nuint gate, Span<float> open)
        where T : struct, IFloats<T>
    {
        ref float a = ref MemoryMarshal.GetReference(gates);
        ref float s = ref MemoryMarshal.GetReference(open);
        for (nuint panel = 0; panel < (nuint)open.Length; panel += Lanes)
        {
            for (nuint unit = panel; unit < panel + Lanes; unit += (nuint)T.Count)
            {
                VectorMath.Sigmoid(T.Load(ref a, unit + 3 * panel + gate)).Store(ref s, unit);
            }
        }
    }

    /// <summary>c ← c + σ(i)·tanh(g).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Remember<T>(ReadOnlySpan<float> gates, ReadOnlySpan<float> open, Span<float> cells)
        where T : struct, IFloats<T>
    {
        ref float a = ref MemoryMarshal.GetReference(gates);
        ref float i = ref MemoryMarshal.GetReference(open);
        ref float c = ref MemoryMarshal.GetReference(cells);
        for (nuint panel = 0; panel < (nuint)cells.Length; panel += Lanes)
        {
            for (nuint unit = panel; unit < panel + Lanes; unit += (nuint)T.Count)
            {
                T g = VectorMath.Tanh(T.Load(ref a, unit + 3 * panel + Candidate));
                T.MultiplyAdd(T.Load(ref i, unit), g, T.Load(ref c, unit)).Store(ref c, unit);
            }
        }
    }

    /// <summary>h ← σ(o)·tanh(c).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Emit<T>(ReadOnlySpan<float> cells, Span<float> hidden)
        where T : struct, IFloats<T>
    {
        ref float c = ref MemoryMarshal.GetReference(cells);
        ref float h = ref MemoryMarshal.GetReference(hidden);
        for (nuint panel = 0; panel < (nuint)hidden.Length; panel += Lanes)
        {
            for (nuint unit = panel; unit < panel + Lanes; unit += (nuint)T.Count)
            {
                (T.Load(ref h, unit) * VectorMath.Tanh(T.Load(ref c, unit))).Store(ref h, unit);
            }
        }
    }
}
