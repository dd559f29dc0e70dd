using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DrawAot.Numerics;

/// <summary>From the gates of an LSTM to its next state.</summary>
/// <remarks>
/// In passes that are not inlined, of one function each: where vectors have 256 bits, two of them at once are more than the
/// compiler is willing to inline into one method, and it would call every single vector operation.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmGates
{
    private const int Lanes = 16, Input = 0 * Lanes, ForgetGate = 1 * Lanes, Candidate = 2 * Lanes, Output = 3 * Lanes;

    /// <summary>c ← σ(f)·c + σ(i)·tanh(g), then h ← σ(o)·tanh(c).</summary>
    /// <param name="gates">The gates i, f, g and o of 16 units, before they are squashed, then those of the next 16 [4H].</param>
    /// <param name="cells">c [H], H a multiple of 16; updated in place.</param>
    /// <param name="hidden">Receives h [H].</param>
    public static void Advance(ReadOnlySpan<float> gates, Span<float> cells, Span<float> hidden)
    {
        Forget(gates, cells);
        Open(gates, Input, hidden);
        Remember(gates, hidden, cells);
        Open(gates, Output, hidden);
        Emit(cells, hidden);
    }

    /// <summary>c ← σ(f)·c.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(ReadOnlySpan<float> gates, Span<float> cells)
    {
        ref float a = ref MemoryMarshal.GetReference(gates);
        ref float c = ref MemoryMarshal.GetReference(cells);
        for (nuint unit = 0; unit < (nuint)cells.Length; unit += Lanes)
        {
            Vector512<float> f = VectorMath.Sigmoid(Vector512.LoadUnsafe(ref a, 4 * unit + ForgetGate));
            (f * Vector512.LoadUnsafe(ref c, unit)).StoreUnsafe(ref c, unit);
        }
    }

    /// <summary>σ of the input or the output gate.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Open(ReadOnlySpan<float> gates, nuint gate, Span<float> open)
    {
        ref float a = ref MemoryMarshal.GetReference(gates);
        ref float s = ref MemoryMarshal.GetReference(open);
        for (nuint unit = 0; unit < (nuint)open.Length; unit += Lanes)
        {
            VectorMath.Sigmoid(Vector512.LoadUnsafe(ref a, 4 * unit + gate)).StoreUnsafe(ref s, unit);
        }
    }

    /// <summary>c ← c + σ(i)·tanh(g).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Remember(ReadOnlySpan<float> gates, ReadOnlySpan<float> open, Span<float> cells)
    {
        ref float a = ref MemoryMarshal.GetReference(gates);
        ref float i = ref MemoryMarshal.GetReference(open);
        ref float c = ref MemoryMarshal.GetReference(cells);
        for (nuint unit = 0; unit < (nuint)cells.Length; unit += Lanes)
        {
            Vector512<float> g = VectorMath.Tanh(Vector512.LoadUnsafe(ref a, 4 * unit + Candidate));
            Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref i, unit), g, Vector512.LoadUnsafe(ref c, unit)).StoreUnsafe(ref c, unit);
        }
    }

    /// <summary>h ← σ(o)·tanh(c).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Emit(ReadOnlySpan<float> cells, Span<float> hidden)
    {
        ref float c = ref MemoryMarshal.GetReference(cells);
        ref float h = ref MemoryMarshal.GetReference(hidden);
        for (nuint unit = 0; unit < (nuint)hidden.Length; unit += Lanes)
        {
            (Vector512.LoadUnsafe(ref h, unit) * VectorMath.Tanh(Vector512.LoadUnsafe(ref c, unit))).StoreUnsafe(ref h, unit);
        }
    }
}
