using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using DrawAot.Numerics;

namespace DrawAot.Training.Ops.Lstm;

/// <summary>Updates the LSTM cell of one image at one glimpse from its gate pre-activations, and propagates gradients back.</summary>
/// <remarks>All vectors are padded; the gates i, f, g, o follow each other, each [H].</remarks>
internal static unsafe class LstmKernel
{
    /// <summary>c = σ(f)·c' + σ(i)·tanh g and h = σ(o)·tanh c.</summary>
    /// <param name="hidden">H, padded.</param>
    /// <param name="gates">Gate pre-activations; receives σ(i), σ(f), tanh g and σ(o).</param>
    /// <param name="before">c' of the glimpse before.</param>
    /// <param name="cell">Receives c.</param>
    /// <param name="tanhC">Receives tanh c.</param>
    /// <param name="h">Receives h.</param>
    public static void Forward(int hidden, float* gates, float* before, float* cell, float* tanhC, float* h)
    {
        // Pass by pass: one loop with five of these functions would be more than the compiler is willing to inline.
        float* i = gates, f = i + hidden, g = f + hidden, o = g + hidden;
        VectorMath.Sigmoid(new ReadOnlySpan<float>(i, 2 * hidden), new Span<float>(i, 2 * hidden));
        VectorMath.Tanh(new ReadOnlySpan<float>(g, hidden), new Span<float>(g, hidden));
        VectorMath.Sigmoid(new ReadOnlySpan<float>(o, hidden), new Span<float>(o, hidden));
        UpdateCell(hidden, i, f, g, before, cell);
        VectorMath.Tanh(new ReadOnlySpan<float>(cell, hidden), new Span<float>(tanhC, hidden));
        TensorPrimitives.Multiply(
            new ReadOnlySpan<float>(o, hidden), new ReadOnlySpan<float>(tanhC, hidden), new Span<float>(h, hidden));
    }

    /// <summary>Gradients of the gate pre-activations and of c'.</summary>
    /// <param name="hidden">H, padded.</param>
    /// <param name="gates">σ(i), σ(f), tanh g and σ(o); receives the gradients of the pre-activations.</param>
    /// <param name="before">c' of the glimpse before.</param>
    /// <param name="tanhC">tanh c.</param>
    /// <param name="dh">Gradient of h.</param>
    /// <param name="dc">Gradient of c from the glimpse after; receives that of c'.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(int hidden, float* gates, float* before, float* tanhC, float* dh, float* dc)
    {
        Vector512<float> one = Vector512<float>.One;
        for (nint k = 0; k < hidden; k += Vector512<float>.Count)
        {
            float* at = gates + k;
            Vector512<float> tanh = Vector512.Load(tanhC + k), d = Vector512.Load(dh + k);
            Vector512<float> o = Vector512.Load(at + 3 * hidden);
            (d * tanh * o * (one - o)).Store(at + 3 * hidden);
            d = Vector512.MultiplyAddEstimate(d * o, one - tanh * tanh, Vector512.Load(dc + k));

            Vector512<float> f = Vector512.Load(at + hidden);
            (d * f).Store(dc + k);
            (d * Vector512.Load(before + k) * f * (one - f)).Store(at + hidden);

            Vector512<float> i = Vector512.Load(at), g = Vector512.Load(at + 2 * hidden);
            (d * g * i * (one - i)).Store(at);
            (d * i * (one - g * g)).Store(at + 2 * hidden);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateCell(int hidden, float* i, float* f, float* g, float* before, float* cell)
    {
        for (nint k = 0; k < hidden; k += Vector512<float>.Count)
        {
            Vector512<float> written = Vector512.Load(i + k) * Vector512.Load(g + k);
            Vector512.MultiplyAddEstimate(Vector512.Load(f + k), Vector512.Load(before + k), written).Store(cell + k);
        }
    }
}
