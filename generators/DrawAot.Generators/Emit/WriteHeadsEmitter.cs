using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The affine layers that read h_dec to write: the window's, where there is one, and the patch's, as one. Trained
/// models multiply the patch by a 1/γ of hundreds, and its rounding errors with it, so these sums are made of short ones.
/// </summary>
internal static class WriteHeadsEmitter
{
    public static SourceFile Emit(ModelPlan plan) => SourceFile.Of(plan, "WriteHeads", $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::System.Runtime.CompilerServices;
        using global::System.Runtime.InteropServices;
        using global::System.Runtime.Intrinsics;
        using static Shape;

        /// <summary>What the decoder says of this glimpse's writing, all of it as one layer.</summary>
        /// <remarks>Its rows are {{Rows(plan)}}.</remarks>
        internal static class WriteHeads
        {
            /// <summary>y = b + W·h, 64 rows at a time.</summary>
            /// <param name="weights">[HeadRows / 64, 1 + Hidden, 64 rows]: biases, then W by input.</param>
            /// <param name="hidden">h_dec [Hidden].</param>
            /// <param name="heads">y [HeadRows].</param>
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void Run(ReadOnlySpan<float> weights, ReadOnlySpan<float> hidden, Span<float> heads)
            {
                ref float w = ref MemoryMarshal.GetReference(weights);
                ref float h = ref MemoryMarshal.GetReference(hidden);
                for (nuint row = 0; row < HeadRows; row += Panel)
                {
                    Vector512<float> y0 = Vector512.LoadUnsafe(ref w, 0 * Lanes);
                    Vector512<float> y1 = Vector512.LoadUnsafe(ref w, 1 * Lanes);
                    Vector512<float> y2 = Vector512.LoadUnsafe(ref w, 2 * Lanes);
                    Vector512<float> y3 = Vector512.LoadUnsafe(ref w, 3 * Lanes);
                    w = ref Unsafe.Add(ref w, Panel);

                    // y ← y + Σₖ W[k]·h[k], one run of inputs after another.
                    for (nuint first = 0; first < Hidden; first += RunLength)
                    {
                        nuint end = first + RunLength < Hidden ? first + RunLength : Hidden;
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

                    ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(heads), row);
                    y0.StoreUnsafe(ref y, 0 * Lanes);
                    y1.StoreUnsafe(ref y, 1 * Lanes);
                    y2.StoreUnsafe(ref y, 2 * Lanes);
                    y3.StoreUnsafe(ref y, 3 * Lanes);
                }
            }
        }
        """);

    private static string Rows(ModelPlan plan) => plan.Shape.WriteAttention is null
        ? "the patch w [Channels, Height, Width]"
        : "the window g̃X, g̃Y, log σ², log δ̃, log γ, and from FirstPatchRow on the patch w [Channels, Filters, Filters]";
}
