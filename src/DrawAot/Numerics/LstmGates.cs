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
        if (Vector512.IsHardwareAccelerated)
        {
            Advance<Floats16>(gates, cells, hidden);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Advance<Floats8>(gates, cells, hidden);
        }
        else
        {
            Advance<Floats4>(gates, cells, hidden);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Advance<T>(ReadOnlySpan<float> gates, Span<float> cells, Span<float> hidden)
        where T : struct, IFloats<T>
    {
        ref float a = ref MemoryMarshal.GetReference(gates);
        ref float c = ref MemoryMarshal.GetReference(cells);
        ref float h = ref MemoryMarshal.GetReference(hidden);
        for (nuint panel = 0; panel < (nuint)cells.Length; panel += Lanes)
        {
            for (nuint lane = 0; lane < Lanes; lane += (nuint)T.Count)
            {
                nuint unit = panel + lane, gate = 4 * panel + lane;
                T cell = VectorMath.Sigmoid(T.Load(ref a, gate + ForgetGate)) * T.Load(ref c, unit);
                T open = VectorMath.Sigmoid(T.Load(ref a, gate + Input));
                cell = T.MultiplyAdd(open, VectorMath.Tanh(T.Load(ref a, gate + Candidate)), cell);
                cell.Store(ref c, unit);
                (VectorMath.Sigmoid(T.Load(ref a, gate + Output)) * VectorMath.Tanh(cell)).Store(ref h, unit);
            }
        }
    }
}
