using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>
/// An affine layer whose weights and inputs are integers of 8 bits: the inputs' unit changes with the largest of them, so each
/// vector of inputs comes with its own. Sums of integers are exact, in whatever order.
/// </summary>
internal static class Int8LayerEmitter
{
    public static SourceFile Emit(ModelPlan plan, Layer layer) => SourceFile.Of(plan, layer.Name, $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::System.Runtime.CompilerServices;
        using global::System.Runtime.InteropServices;
        using global::System.Runtime.Intrinsics;
        using global::DrawAot.Numerics;
        using static Shape;

        /// <summary>{{layer.Summary}}</summary>
        /// <remarks>Its rows are {{layer.Outputs}}.</remarks>
        internal static class {{layer.Name}}
        {
            private const int PanelSize = (3 + ({{layer.Inputs}} + 7) / 8 * 2) * Lanes; // words: 16 biases, scales and corrections, then q of four inputs each

            private const int PanelBytes = 4 * PanelSize;

            /// <summary>y = b + W·{{layer.Symbol}} for one picture or a tile of them.</summary>
            /// <param name="weights">[{{layer.Rows}} / 16, bias, scale, correction and q, 16 rows].</param>
            /// <param name="inputs">{{layer.Symbol}} as integers s [{{layer.Inputs}}] of each picture.</param>
            /// <param name="limits">What the largest s is worth, of each picture.</param>
            /// <param name="outputs">y [{{layer.Rows}}] of each picture.</param>
            /// <param name="pictures">1, or up to Tile.</param>
            public static void Run(
                ReadOnlySpan<float> weights, ReadOnlySpan<byte> inputs, ReadOnlySpan<float> limits, Span<float> outputs, int pictures)
            {
                if (pictures == 1)
                {
                    RunOne(weights, inputs, limits[0], outputs);
                }
                else
                {
                    RunTile(weights, inputs, 4 * PictureStride, limits, PictureStride, outputs, PictureStride);
                }
            }

            /// <summary>One vector of inputs: four panels at a time, whose weights pass by once.</summary>
            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void RunOne(ReadOnlySpan<float> weights, ReadOnlySpan<byte> input, float limit, Span<float> output)
            {
                ref float w = ref MemoryMarshal.GetReference(weights);
                ref byte x = ref MemoryMarshal.GetReference(input);
                Vector512<float> unit = Vector512.Create(limit);
                for (nuint row = 0; row < {{layer.Rows}}; row += 4 * Lanes)
                {
                    // Σₖ q[k]·s[k], eight inputs at a time
                    ref sbyte q = ref Unsafe.As<float, sbyte>(ref Unsafe.Add(ref w, 3 * Lanes));
                    Vector512<int> n0 = Vector512<int>.Zero, n1 = n0, n2 = n0, n3 = n0;
                    for (nuint k = 0; k < {{layer.Inputs}}; k += 8)
                    {
                        Vector512<byte> x0 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, k))).AsByte();
                        Vector512<byte> x4 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, k + 4))).AsByte();
                        n0 = VectorMath.MultiplyAddBytes(n0, x0, x4, ref Unsafe.Add(ref q, 0 * PanelBytes));
                        n1 = VectorMath.MultiplyAddBytes(n1, x0, x4, ref Unsafe.Add(ref q, 1 * PanelBytes));
                        n2 = VectorMath.MultiplyAddBytes(n2, x0, x4, ref Unsafe.Add(ref q, 2 * PanelBytes));
                        n3 = VectorMath.MultiplyAddBytes(n3, x0, x4, ref Unsafe.Add(ref q, 3 * PanelBytes));
                        q = ref Unsafe.Add(ref q, 8 * Lanes);
                    }

                    // y = b + scale·limit·(Σ − correction)
                    ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), row);
                    ref int correction = ref Unsafe.As<float, int>(ref Unsafe.Add(ref w, 2 * Lanes));
                    Vector512<float> y0 = Vector512.ConvertToSingle(n0 - Vector512.LoadUnsafe(ref correction, 0 * PanelSize));
                    y0 *= Vector512.LoadUnsafe(ref w, 0 * PanelSize + Lanes) * unit;
                    (y0 + Vector512.LoadUnsafe(ref w, 0 * PanelSize)).StoreUnsafe(ref y, 0 * Lanes);
                    Vector512<float> y1 = Vector512.ConvertToSingle(n1 - Vector512.LoadUnsafe(ref correction, 1 * PanelSize));
                    y1 *= Vector512.LoadUnsafe(ref w, 1 * PanelSize + Lanes) * unit;
                    (y1 + Vector512.LoadUnsafe(ref w, 1 * PanelSize)).StoreUnsafe(ref y, 1 * Lanes);
                    Vector512<float> y2 = Vector512.ConvertToSingle(n2 - Vector512.LoadUnsafe(ref correction, 2 * PanelSize));
                    y2 *= Vector512.LoadUnsafe(ref w, 2 * PanelSize + Lanes) * unit;
                    (y2 + Vector512.LoadUnsafe(ref w, 2 * PanelSize)).StoreUnsafe(ref y, 2 * Lanes);
                    Vector512<float> y3 = Vector512.ConvertToSingle(n3 - Vector512.LoadUnsafe(ref correction, 3 * PanelSize));
                    y3 *= Vector512.LoadUnsafe(ref w, 3 * PanelSize + Lanes) * unit;
                    (y3 + Vector512.LoadUnsafe(ref w, 3 * PanelSize)).StoreUnsafe(ref y, 3 * Lanes);
                    w = ref Unsafe.Add(ref w, 4 * PanelSize);
                }
            }

            /// <summary>Six vectors of inputs: one panel at a time, each of whose weights serves three and then the other three.</summary>
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void RunTile(
                ReadOnlySpan<float> weights, ReadOnlySpan<byte> inputs, nuint inputStride, ReadOnlySpan<float> limits, nuint limitStride,
                Span<float> outputs, nuint outputStride)
            {
                ref float w = ref MemoryMarshal.GetReference(weights);
                for (nuint row = 0; row < {{layer.Rows}}; row += Lanes)
                {
                    Vector512<float> bias = Vector512.LoadUnsafe(ref w), scale = Vector512.LoadUnsafe(ref w, Lanes);
                    Vector512<int> correction = Vector512.LoadUnsafe(ref w, 2 * Lanes).AsInt32();
                    for (nuint picture = 0; picture < Tile; picture += 3)
                    {
                        ref sbyte q = ref Unsafe.As<float, sbyte>(ref Unsafe.Add(ref w, 3 * Lanes));
                        ref byte x = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), picture * inputStride);
                        Vector512<int> n0 = Vector512<int>.Zero, n1 = n0, n2 = n0;
                        for (nuint k = 0; k < {{layer.Inputs}}; k += 8)
                        {
                            Vector512<sbyte> q0 = Vector512.LoadUnsafe(ref q), q4 = Vector512.LoadUnsafe(ref q, 4 * Lanes);
                            Vector512<byte> x00 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref x)).AsByte();
                            Vector512<byte> x04 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, 4))).AsByte();
                            n0 = VectorMath.MultiplyAddBytes(n0, x00, x04, q0, q4);
                            Vector512<byte> x10 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, inputStride))).AsByte();
                            Vector512<byte> x14 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, inputStride + 4))).AsByte();
                            n1 = VectorMath.MultiplyAddBytes(n1, x10, x14, q0, q4);
                            Vector512<byte> x20 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, 2 * inputStride))).AsByte();
                            Vector512<byte> x24 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, 2 * inputStride + 4))).AsByte();
                            n2 = VectorMath.MultiplyAddBytes(n2, x20, x24, q0, q4);
                            x = ref Unsafe.Add(ref x, 8);
                            q = ref Unsafe.Add(ref q, 8 * Lanes);
                        }

                        ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), picture * outputStride + row);
                        ref float limit = ref Unsafe.Add(ref MemoryMarshal.GetReference(limits), picture * limitStride);
                        Vector512<float> y0 = Vector512.ConvertToSingle(n0 - correction) * (scale * Vector512.Create(limit));
                        (y0 + bias).StoreUnsafe(ref y);
                        Vector512<float> y1 = Vector512.ConvertToSingle(n1 - correction) * (scale * Vector512.Create(Unsafe.Add(ref limit, limitStride)));
                        (y1 + bias).StoreUnsafe(ref y, outputStride);
                        Vector512<float> y2 = Vector512.ConvertToSingle(n2 - correction) * (scale * Vector512.Create(Unsafe.Add(ref limit, 2 * limitStride)));
                        (y2 + bias).StoreUnsafe(ref y, 2 * outputStride);
                    }

                    w = ref Unsafe.Add(ref w, PanelSize);
                }
            }
        }
        """);
}
