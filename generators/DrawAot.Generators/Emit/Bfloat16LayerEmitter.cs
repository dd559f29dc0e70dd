using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The layers of <see cref="LayerEmitter"/> with weights of 16 bits: a word holds those of two inputs, the first one in
/// its lower half. The second one is the word as it is, whose lower bits were reckoned with when it was packed.
/// </summary>
internal static class Bfloat16LayerEmitter
{
    public static SourceFile Emit(ModelPlan plan, Layer layer) => SourceFile.Of(plan, layer.Name, $$"""
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
            private const int PanelSize = (1 + ({{layer.Inputs}} + 1) / 2) * Lanes; // words: 16 biases, then W by pairs of inputs, 16 rows each

            /// <summary>y = b + W·{{layer.Symbol}} for one picture or a tile of them.</summary>
            /// <param name="weights">[{{layer.Rows}} / 16, 1 + ({{layer.Inputs}} + 1) / 2, 16 rows].</param>
            /// <param name="inputs">{{layer.Symbol}} [{{layer.Inputs}}] of each picture.</param>
            /// <param name="outputs">y [{{layer.Rows}}] of each picture.</param>
            /// <param name="pictures">1, or up to Tile.</param>
            public static void Run(ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, Span<float> outputs, int pictures)
            {
                if (pictures == 1)
                {
                    RunOne(weights, inputs, outputs);
                }
                else
                {
                    RunTile(weights, inputs, PictureStride, outputs, PictureStride);
                }
            }

            /// <summary>One vector of inputs: four panels at a time, whose weights pass by once.</summary>
            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void RunOne(ReadOnlySpan<float> weights, ReadOnlySpan<float> input, Span<float> output)
            {
                ref float w = ref MemoryMarshal.GetReference(weights);
                ref float x = ref MemoryMarshal.GetReference(input);
                for (nuint row = 0; row < {{layer.Rows}}; row += 4 * Lanes)
                {
                    Vector512<float> y0 = Vector512.LoadUnsafe(ref w, 0 * PanelSize);
                    Vector512<float> y1 = Vector512.LoadUnsafe(ref w, 1 * PanelSize);
                    Vector512<float> y2 = Vector512.LoadUnsafe(ref w, 2 * PanelSize);
                    Vector512<float> y3 = Vector512.LoadUnsafe(ref w, 3 * PanelSize);
                    w = ref Unsafe.Add(ref w, Lanes);

                    // y ← y + Σₖ W[k]·x[k], one run of inputs after another.
                    for (nuint first = 0; first < {{layer.Inputs}}; first += RunLength)
                    {
                        nuint end = first + RunLength < {{layer.Inputs}} ? first + RunLength : {{layer.Inputs}};
                        Vector512<float> s0 = Vector512<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
                        for (nuint k = first; k < end; k += 2)
                        {
                            Vector512<float> x0 = Vector512.Create(Unsafe.Add(ref x, k)), x1 = Vector512.Create(Unsafe.Add(ref x, k + 1));
                            Vector512<float> w0 = Vector512.LoadUnsafe(ref w, 0 * PanelSize), w1 = Vector512.LoadUnsafe(ref w, 1 * PanelSize);
                            s0 = Vector512.MultiplyAddEstimate(x0, (w0.AsInt32() << 16).AsSingle(), s0);
                            s1 = Vector512.MultiplyAddEstimate(x0, (w1.AsInt32() << 16).AsSingle(), s1);
                            s0 = Vector512.MultiplyAddEstimate(x1, w0, s0);
                            s1 = Vector512.MultiplyAddEstimate(x1, w1, s1);
                            Vector512<float> w2 = Vector512.LoadUnsafe(ref w, 2 * PanelSize), w3 = Vector512.LoadUnsafe(ref w, 3 * PanelSize);
                            s2 = Vector512.MultiplyAddEstimate(x0, (w2.AsInt32() << 16).AsSingle(), s2);
                            s3 = Vector512.MultiplyAddEstimate(x0, (w3.AsInt32() << 16).AsSingle(), s3);
                            s2 = Vector512.MultiplyAddEstimate(x1, w2, s2);
                            s3 = Vector512.MultiplyAddEstimate(x1, w3, s3);
                            w = ref Unsafe.Add(ref w, Lanes);
                        }

                        y0 += s0;
                        y1 += s1;
                        y2 += s2;
                        y3 += s3;
                    }

                    ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), row);
                    y0.StoreUnsafe(ref y, 0 * Lanes);
                    y1.StoreUnsafe(ref y, 1 * Lanes);
                    y2.StoreUnsafe(ref y, 2 * Lanes);
                    y3.StoreUnsafe(ref y, 3 * Lanes);
                    w = ref Unsafe.Add(ref w, 3 * PanelSize);
                }
            }

            /// <summary>Six vectors of inputs: one panel at a time, each of whose weights serves all six.</summary>
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void RunTile(
                ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, nuint inputStride, Span<float> outputs, nuint outputStride)
            {
                ref float w = ref MemoryMarshal.GetReference(weights);
                nuint x3 = 3 * inputStride, x5 = 5 * inputStride;
                for (nuint row = 0; row < {{layer.Rows}}; row += Lanes)
                {
                    ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), row);
                    Vector512<float> bias = Vector512.LoadUnsafe(ref w);
                    for (nuint picture = 0; picture < Tile; picture++)
                    {
                        bias.StoreUnsafe(ref y, picture * outputStride);
                    }

                    w = ref Unsafe.Add(ref w, Lanes);
                    for (nuint first = 0; first < {{layer.Inputs}}; first += RunLength)
                    {
                        nuint end = first + RunLength < {{layer.Inputs}} ? first + RunLength : {{layer.Inputs}};
                        Vector512<float> s0 = Vector512<float>.Zero, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0;
                        for (nuint k = first; k < end; k += 2)
                        {
                            Vector512<float> wk = (Vector512.LoadUnsafe(ref w).AsInt32() << 16).AsSingle();
                            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), k);
                            s0 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(x), s0);
                            s1 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, inputStride)), s1);
                            s2 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, 2 * inputStride)), s2);
                            s3 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, x3)), s3);
                            s4 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, 4 * inputStride)), s4);
                            s5 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, x5)), s5);
                            wk = Vector512.LoadUnsafe(ref w);
                            x = ref Unsafe.Add(ref x, 1);
                            s0 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(x), s0);
                            s1 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, inputStride)), s1);
                            s2 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, 2 * inputStride)), s2);
                            s3 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, x3)), s3);
                            s4 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, 4 * inputStride)), s4);
                            s5 = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, x5)), s5);
                            w = ref Unsafe.Add(ref w, Lanes);
                        }

                        (Vector512.LoadUnsafe(ref y) + s0).StoreUnsafe(ref y);
                        (Vector512.LoadUnsafe(ref y, outputStride) + s1).StoreUnsafe(ref y, outputStride);
                        (Vector512.LoadUnsafe(ref y, 2 * outputStride) + s2).StoreUnsafe(ref y, 2 * outputStride);
                        (Vector512.LoadUnsafe(ref y, 3 * outputStride) + s3).StoreUnsafe(ref y, 3 * outputStride);
                        (Vector512.LoadUnsafe(ref y, 4 * outputStride) + s4).StoreUnsafe(ref y, 4 * outputStride);
                        (Vector512.LoadUnsafe(ref y, 5 * outputStride) + s5).StoreUnsafe(ref y, 5 * outputStride);
                    }
                }
            }
        }
        """);
}
