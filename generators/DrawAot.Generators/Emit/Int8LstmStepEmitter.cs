using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The step of <see cref="LstmStepEmitter"/> in 8-bit integers: weights q and states s, whose products are added up exactly,
/// whatever the order, and scaled at the end.
/// </summary>
internal static class Int8LstmStepEmitter
{
    public static SourceFile Emit(ModelPlan plan, Lstm lstm) => SourceFile.Of(plan, lstm.Name + "Step", $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::System.Runtime.CompilerServices;
        using global::System.Runtime.InteropServices;
        using global::System.Runtime.Intrinsics;
        using global::DrawAot.Numerics;
        using static Shape;

        /// <summary>What the {{lstm.Role}} LSTM makes of hidden states, on top of what it makes of its input.</summary>
        internal static class {{lstm.Name}}Step
        {
            private const int PanelSize = (2 + ({{lstm.Name}}States + 7) / 8 * 2) * Lanes; // words: 16 scales, 16 corrections, then q of four states each

            private const int PanelBytes = 4 * PanelSize;

            /// <summary>a ← a + U·h, for one picture or a tile of them.</summary>
            /// <param name="weights">[{{lstm.Name}}GateRows / 16, scale, correction and q, 16 rows].</param>
            /// <param name="states">{{lstm.States}} as integers s [{{lstm.Name}}States] of each picture.</param>
            /// <param name="gates">a [{{lstm.Name}}GateRows] of each picture, the gates i, f, g and o of 16 units, then those of the next 16.</param>
            /// <param name="pictures">1, or up to Tile.</param>
            /// <param name="backwards">Whether to begin with the last units: what was read last is still in the cache.</param>
            public static void Run(ReadOnlySpan<float> weights, ReadOnlySpan<byte> states, Span<float> gates, int pictures, bool backwards)
            {
                if (pictures == 1)
                {
                    RunOne(weights, states, gates, backwards);
                }
                else
                {
                    RunTile(weights, states, gates);
                }
            }

            /// <summary>One picture: 16 units at a time, their four gates together, whose weights pass by once.</summary>
            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void RunOne(ReadOnlySpan<float> weights, ReadOnlySpan<byte> states, Span<float> gates, bool backwards)
            {
                ref byte x = ref MemoryMarshal.GetReference(states);
                for (nuint done = 0; done < {{lstm.Name}}HiddenPadded; done += Lanes)
                {
                    nuint unit = backwards ? {{lstm.Name}}HiddenPadded - Lanes - done : done;
                    ref float w = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), unit / Lanes * (4 * PanelSize));
                    ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(gates), 4 * unit);

                    // Σₖ q[k]·s[k] for the gates i, f, g, o, eight states at a time
                    ref sbyte q = ref Unsafe.As<float, sbyte>(ref Unsafe.Add(ref w, 2 * Lanes));
                    Vector512<int> ni = Vector512<int>.Zero, nf = ni, ng = ni, no = ni;
                    for (nuint k = 0; k < {{lstm.Name}}States; k += 8)
                    {
                        Vector512<byte> x0 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, k))).AsByte();
                        Vector512<byte> x4 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, k + 4))).AsByte();
                        ni = VectorMath.MultiplyAddBytes(ni, x0, x4, ref Unsafe.Add(ref q, 0 * PanelBytes));
                        nf = VectorMath.MultiplyAddBytes(nf, x0, x4, ref Unsafe.Add(ref q, 1 * PanelBytes));
                        ng = VectorMath.MultiplyAddBytes(ng, x0, x4, ref Unsafe.Add(ref q, 2 * PanelBytes));
                        no = VectorMath.MultiplyAddBytes(no, x0, x4, ref Unsafe.Add(ref q, 3 * PanelBytes));
                        q = ref Unsafe.Add(ref q, 8 * Lanes);
                    }

                    // a ← a + scale·(Σ − correction)
                    ref int correction = ref Unsafe.As<float, int>(ref Unsafe.Add(ref w, Lanes));
                    Vector512<float> i = Vector512.ConvertToSingle(ni - Vector512.LoadUnsafe(ref correction, 0 * PanelSize));
                    i = Vector512.MultiplyAddEstimate(i, Vector512.LoadUnsafe(ref w, 0 * PanelSize), Vector512.LoadUnsafe(ref a, 0 * Lanes));
                    Vector512<float> f = Vector512.ConvertToSingle(nf - Vector512.LoadUnsafe(ref correction, 1 * PanelSize));
                    f = Vector512.MultiplyAddEstimate(f, Vector512.LoadUnsafe(ref w, 1 * PanelSize), Vector512.LoadUnsafe(ref a, 1 * Lanes));
                    Vector512<float> g = Vector512.ConvertToSingle(ng - Vector512.LoadUnsafe(ref correction, 2 * PanelSize));
                    g = Vector512.MultiplyAddEstimate(g, Vector512.LoadUnsafe(ref w, 2 * PanelSize), Vector512.LoadUnsafe(ref a, 2 * Lanes));
                    Vector512<float> o = Vector512.ConvertToSingle(no - Vector512.LoadUnsafe(ref correction, 3 * PanelSize));
                    o = Vector512.MultiplyAddEstimate(o, Vector512.LoadUnsafe(ref w, 3 * PanelSize), Vector512.LoadUnsafe(ref a, 3 * Lanes));

                    i.StoreUnsafe(ref a, 0 * Lanes);
                    f.StoreUnsafe(ref a, 1 * Lanes);
                    g.StoreUnsafe(ref a, 2 * Lanes);
                    o.StoreUnsafe(ref a, 3 * Lanes);
                }
            }

            /// <summary>Six pictures: a ← a + U·h, one panel at a time, each of whose weights serves three and then the other three.</summary>
            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void RunTile(ReadOnlySpan<float> weights, ReadOnlySpan<byte> states, Span<float> gates)
            {
                ref float w = ref MemoryMarshal.GetReference(weights);
                for (nuint row = 0; row < {{lstm.Name}}GateRows; row += Lanes)
                {
                    Vector512<float> scale = Vector512.LoadUnsafe(ref w);
                    Vector512<int> correction = Vector512.LoadUnsafe(ref w, Lanes).AsInt32();
                    for (nuint picture = 0; picture < Tile; picture += 3)
                    {
                        ref sbyte q = ref Unsafe.As<float, sbyte>(ref Unsafe.Add(ref w, 2 * Lanes));
                        ref byte x = ref Unsafe.Add(ref MemoryMarshal.GetReference(states), picture * (4 * PictureStride));
                        Vector512<int> n0 = Vector512<int>.Zero, n1 = n0, n2 = n0;
                        for (nuint k = 0; k < {{lstm.Name}}States; k += 8)
                        {
                            Vector512<sbyte> q0 = Vector512.LoadUnsafe(ref q), q4 = Vector512.LoadUnsafe(ref q, 4 * Lanes);
                            Vector512<byte> x00 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, 0 * (4 * PictureStride)))).AsByte();
                            Vector512<byte> x04 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, 0 * (4 * PictureStride) + 4))).AsByte();
                            n0 = VectorMath.MultiplyAddBytes(n0, x00, x04, q0, q4);
                            Vector512<byte> x10 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, 1 * (4 * PictureStride)))).AsByte();
                            Vector512<byte> x14 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, 1 * (4 * PictureStride) + 4))).AsByte();
                            n1 = VectorMath.MultiplyAddBytes(n1, x10, x14, q0, q4);
                            Vector512<byte> x20 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, 2 * (4 * PictureStride)))).AsByte();
                            Vector512<byte> x24 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, 2 * (4 * PictureStride) + 4))).AsByte();
                            n2 = VectorMath.MultiplyAddBytes(n2, x20, x24, q0, q4);
                            x = ref Unsafe.Add(ref x, 8);
                            q = ref Unsafe.Add(ref q, 8 * Lanes);
                        }

                        ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(gates), row + picture * PictureStride);
                        Vector512<float> a0 = Vector512.ConvertToSingle(n0 - correction);
                        Vector512.MultiplyAddEstimate(a0, scale, Vector512.LoadUnsafe(ref a, 0 * PictureStride)).StoreUnsafe(ref a, 0 * PictureStride);
                        Vector512<float> a1 = Vector512.ConvertToSingle(n1 - correction);
                        Vector512.MultiplyAddEstimate(a1, scale, Vector512.LoadUnsafe(ref a, 1 * PictureStride)).StoreUnsafe(ref a, 1 * PictureStride);
                        Vector512<float> a2 = Vector512.ConvertToSingle(n2 - correction);
                        Vector512.MultiplyAddEstimate(a2, scale, Vector512.LoadUnsafe(ref a, 2 * PictureStride)).StoreUnsafe(ref a, 2 * PictureStride);
                    }

                    w = ref Unsafe.Add(ref w, PanelSize);
                }
            }
        }
        """);
}
