using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>
/// Affine layers of an LSTM's output, those of one input stacked into one. Trained models multiply the patch by a 1/γ of
/// hundreds, and its rounding errors with it, so sums are made of short ones.
/// </summary>
internal static class LayerEmitter
{
    public static SourceFile EmitPosterior(ModelPlan plan) => Emit(plan, new Layer(
        "PosteriorHeads",
        "What the encoder says of this glimpse's latents: the posterior N(μ, σ²), both of its layers as one.",
        "μ, and from FirstLogSigmaRow on log σ", "h_enc", "PosteriorRows", "EncoderHidden"));

    public static SourceFile EmitReadHead(ModelPlan plan) => Emit(plan, new Layer(
        "ReadHead",
        "Where the decoder of the glimpse before wants to look.",
        "the window g̃X, g̃Y, log σ², log δ̃, log γ", "h_dec", "ReadHeadRows", "DecoderHidden"));

    public static SourceFile EmitWriteHeads(ModelPlan plan) => Emit(plan, new Layer(
        "WriteHeads",
        "What the decoder says of this glimpse's writing, all of it as one layer.",
        plan.Shape.WriteAttention is null
            ? "the patch w [PatchSize]"
            : "the window g̃X, g̃Y, log σ², log δ̃, log γ, and from FirstPatchRow on the patch w [PatchSize]",
        "h_dec", "HeadRows", "DecoderHidden"));

    private static SourceFile Emit(ModelPlan plan, Layer layer) => SourceFile.Of(plan, layer.Name, $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::System.Runtime.CompilerServices;
        using global::System.Runtime.InteropServices;
        using global::System.Runtime.Intrinsics;
        using static Shape;

        /// <summary>{{layer.Summary}}</summary>
        /// <remarks>Its rows are {{layer.Outputs}}.</remarks>
        internal static class {{layer.Name}}
        {
            /// <summary>y = b + W·h, 64 rows at a time.</summary>
            /// <param name="weights">[{{layer.Rows}} / 64, 1 + {{layer.Inputs}}, 64 rows]: biases, then W by input.</param>
            /// <param name="hidden">{{layer.Symbol}} [{{layer.Inputs}}].</param>
            /// <param name="outputs">y [{{layer.Rows}}].</param>
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void Run(ReadOnlySpan<float> weights, ReadOnlySpan<float> hidden, Span<float> outputs)
            {
                ref float w = ref MemoryMarshal.GetReference(weights);
                ref float h = ref MemoryMarshal.GetReference(hidden);
                for (nuint row = 0; row < {{layer.Rows}}; row += Panel)
                {
                    Vector512<float> y0 = Vector512.LoadUnsafe(ref w, 0 * Lanes);
                    Vector512<float> y1 = Vector512.LoadUnsafe(ref w, 1 * Lanes);
                    Vector512<float> y2 = Vector512.LoadUnsafe(ref w, 2 * Lanes);
                    Vector512<float> y3 = Vector512.LoadUnsafe(ref w, 3 * Lanes);
                    w = ref Unsafe.Add(ref w, Panel);

                    // y ← y + Σₖ W[k]·h[k], one run of inputs after another.
                    for (nuint first = 0; first < {{layer.Inputs}}; first += RunLength)
                    {
                        nuint end = first + RunLength < {{layer.Inputs}} ? first + RunLength : {{layer.Inputs}};
                        Vector512<float> s0 = Vector512<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
                        for (nuint k = first; k < end; k++)
                        {
                            Vector512<float> hk = Vector512.Create(Unsafe.Add(ref h, k));
                            s0 = Vector512.MultiplyAddEstimate(hk, Vector512.LoadUnsafe(ref w, 0 * Lanes), s0);
                            s1 = Vector512.MultiplyAddEstimate(hk, Vector512.LoadUnsafe(ref w, 1 * Lanes), s1);
                            s2 = Vector512.MultiplyAddEstimate(hk, Vector512.LoadUnsafe(ref w, 2 * Lanes), s2);
                            s3 = Vector512.MultiplyAddEstimate(hk, Vector512.LoadUnsafe(ref w, 3 * Lanes), s3);
                            w = ref Unsafe.Add(ref w, Panel);
                        }

                        y0 += s0;
                        y1 += s1;
                        y2 += s2;
                        y3 += s3;
                    }

                    ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), row);
                    y0.StoreUnsafe(ref y, 0 * Lanes);
                    y1.StoreUnsafe(ref y, 1 * Lanes);
                    y2.StoreUnsafe(ref y, 2 * Lanes);
                    y3.StoreUnsafe(ref y, 3 * Lanes);
                }
            }
        }
        """);

    /// <summary>What tells one layer from another.</summary>
    private sealed record Layer(string Name, string Summary, string Outputs, string Symbol, string Rows, string Inputs);
}
