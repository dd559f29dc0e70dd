using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>
/// An LSTM: the encoder's or the decoder's. Each output accumulates over its inputs in one order, whatever the vector's width: that is what
/// makes a picture the same on every machine with fused multiply-adds. Sums are made of short ones, because rounding
/// errors of a long sequence of glimpses would otherwise reach 1e-5 of a pixel.
/// </summary>
internal static class LstmStepEmitter
{
    public static readonly Lstm Encoder = new("Encoder", "encoder", "[r, h_dec]", "r, h_dec, and then h of the glimpse before");
    public static readonly Lstm Decoder = new("Decoder", "decoder", "z", "z and then h of the glimpse before");

    public static SourceFile Emit(ModelPlan plan, Lstm lstm) => SourceFile.Of(plan, lstm.Name + "Step", $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::System.Runtime.CompilerServices;
        using global::System.Runtime.InteropServices;
        using global::System.Runtime.Intrinsics;
        using global::DrawAot.Numerics;
        using static Shape;

        /// <summary>The {{lstm.Role}} LSTM: (h, c) ← LSTM({{lstm.Input}}, h, c).</summary>
        internal static class {{lstm.Name}}Step
        {
            /// <summary>Advances the {{lstm.Role}} by one glimpse, 16 units at a time, their four gates together.</summary>
            /// <param name="weights">[{{lstm.Name}}HiddenPadded / 16, 1 + {{lstm.Name}}Inputs, 4 gates, 16 units]: biases, then W and U by input.</param>
            /// <param name="input">{{lstm.Inputs}} [{{lstm.Name}}Inputs].</param>
            /// <param name="cell">c [{{lstm.Name}}HiddenPadded], updated in place.</param>
            /// <param name="hidden">h of this glimpse [{{lstm.Name}}HiddenPadded].</param>
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void Run(ReadOnlySpan<float> weights, ReadOnlySpan<float> input, Span<float> cell, Span<float> hidden)
            {
                ref float w = ref MemoryMarshal.GetReference(weights);
                ref float x = ref MemoryMarshal.GetReference(input);
                for (nuint unit = 0; unit < {{lstm.Name}}HiddenPadded; unit += Lanes)
                {
                    // a = b + W·x + U·h for the gates i, f, g, o, one run of inputs after another
                    Vector512<float> i = Vector512.LoadUnsafe(ref w, 0 * Lanes);
                    Vector512<float> f = Vector512.LoadUnsafe(ref w, 1 * Lanes);
                    Vector512<float> g = Vector512.LoadUnsafe(ref w, 2 * Lanes);
                    Vector512<float> o = Vector512.LoadUnsafe(ref w, 3 * Lanes);
                    w = ref Unsafe.Add(ref w, Panel);
                    for (nuint first = 0; first < {{lstm.Name}}Inputs; first += RunLength)
                    {
                        nuint end = first + RunLength < {{lstm.Name}}Inputs ? first + RunLength : {{lstm.Name}}Inputs;
                        Vector512<float> si = Vector512<float>.Zero, sf = si, sg = si, so = si;
                        for (nuint k = first; k < end; k++)
                        {
                            Vector512<float> xk = Vector512.Create(Unsafe.Add(ref x, k));
                            si = Vector512.MultiplyAddEstimate(xk, Vector512.LoadUnsafe(ref w, 0 * Lanes), si);
                            sf = Vector512.MultiplyAddEstimate(xk, Vector512.LoadUnsafe(ref w, 1 * Lanes), sf);
                            sg = Vector512.MultiplyAddEstimate(xk, Vector512.LoadUnsafe(ref w, 2 * Lanes), sg);
                            so = Vector512.MultiplyAddEstimate(xk, Vector512.LoadUnsafe(ref w, 3 * Lanes), so);
                            w = ref Unsafe.Add(ref w, Panel);
                        }

                        i += si;
                        f += sf;
                        g += sg;
                        o += so;
                    }

                    // c ← σ(f)·c + σ(i)·tanh(g), then h ← σ(o)·tanh(c)
                    ref float ct = ref Unsafe.Add(ref MemoryMarshal.GetReference(cell), unit);
                    Vector512<float> kept = VectorMath.Sigmoid(f) * Vector512.LoadUnsafe(ref ct);
                    Vector512<float> c = Vector512.MultiplyAddEstimate(VectorMath.Sigmoid(i), VectorMath.Tanh(g), kept);
                    c.StoreUnsafe(ref ct);
                    Vector512<float> h = VectorMath.Sigmoid(o) * VectorMath.Tanh(c);
                    h.StoreUnsafe(ref MemoryMarshal.GetReference(hidden), unit);
                }
            }
        }
        """);

    /// <summary>What the two are called, and what goes into them.</summary>
    internal sealed record Lstm(string Name, string Role, string Input, string Inputs);
}
