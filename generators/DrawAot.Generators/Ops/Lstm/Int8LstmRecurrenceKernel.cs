using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Generators.Ops.Lstm;

/// <summary>
/// The recurrent product of an LSTM in 8-bit integers: weights q and states s, whose products are added up exactly in any
/// order and scaled at the end. The kernel quantizes the states itself.
/// </summary>
internal static class Int8LstmRecurrenceKernel
{
    public static SourceFile Emit(ModelPlan plan, LstmRecurrenceOp op)
    {
        MatrixBlock block = op.Layout.Recurrence;
        string rows = block.Rows.Name, states = block.Inputs.Name, size = op.Layout.StatesSize.Name, units = op.Layout.HiddenPadded.Name;
        return SourceFile.Of(plan, block.Name, $$"""
            namespace {{plan.KernelNamespace}};

            using global::System;
            using global::System.Runtime.CompilerServices;
            using global::System.Runtime.InteropServices;
            using global::System.Runtime.Intrinsics;
            using global::DrawAot.Numerics;
            using static Shape;

            /// <summary>{{op.Summary}}</summary>
            internal static class {{block.Name}}
            {
                private const int PanelSize = {{block.WordsPerRowFactor}} * PanelRows; // words: 16 scales, 16 corrections, then q of four states each
                private const int PanelBytes = 4 * PanelSize;
                private const int IntegersAt = {{Int8Format.IntegersAt(block.Inputs.Value)}}; // floats of a picture's states before their integers s

                /// <summary>a ← a + U·h for one picture or a batch.</summary>
                /// <param name="weights">[{{rows}} / 16, scale, correction and q, 16 rows].</param>
                /// <param name="states">{{op.Layout.States.Meaning}} [{{states}}] of each picture, padded, then room for their integers [{{size}}].</param>
                /// <param name="gates">a [{{rows}}] of each picture: the gates i, f, g and o of 16 units, then those of the next 16.</param>
                /// <param name="pictures">1, or up to BatchSize.</param>
                /// <param name="reverse">Walk the weights of one picture in reverse: the previous glimpse has left their end in the cache.</param>
                public static void Run(ReadOnlySpan<float> weights, Span<float> states, Span<float> gates, int pictures, bool reverse)
                {
                    for (int p = 0; p < pictures; p++)
                    {
                        HiddenQuantizer.Quantize(states.Slice(p * PictureStride, {{size}}), IntegersAt);
                    }

                    ReadOnlySpan<byte> integers = MemoryMarshal.AsBytes(states[IntegersAt..]);
                    if (pictures == 1)
                    {
                        RunOne(weights, integers, gates, reverse);
                    }
                    else
                    {
                        RunTiles(weights, integers, gates, (nuint)pictures);
                    }
                }

                /// <summary>One picture: the four gates of 16 units at a time, each weight read once.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void RunOne(ReadOnlySpan<float> weights, ReadOnlySpan<byte> states, Span<float> gates, bool reverse)
                {
                    ref byte x = ref MemoryMarshal.GetReference(states);
                    for (nuint done = 0; done < {{units}}; done += PanelRows)
                    {
                        nuint unit = reverse ? {{units}} - PanelRows - done : done;
                        ref float w = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), unit / PanelRows * (4 * PanelSize));
                        ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(gates), 4 * unit);

                        // Σₖ q[k]·s[k] for the gates i, f, g, o, eight states at a time
                        ref sbyte q = ref Unsafe.As<float, sbyte>(ref Unsafe.Add(ref w, {{Int8Format.HeaderWords}} * PanelRows));
                        Vector512<int> ni = Vector512<int>.Zero, nf = ni, ng = ni, no = ni;
                        for (nuint k = 0; k < {{states}}; k += {{Int8Format.GroupInputs}})
                        {
                            Vector512<byte> x0 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, k))).AsByte();
                            Vector512<byte> x4 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, k + 4))).AsByte();
                            ni = VectorMath.MultiplyAddBytes(ni, x0, x4, ref Unsafe.Add(ref q, 0 * PanelBytes));
                            nf = VectorMath.MultiplyAddBytes(nf, x0, x4, ref Unsafe.Add(ref q, 1 * PanelBytes));
                            ng = VectorMath.MultiplyAddBytes(ng, x0, x4, ref Unsafe.Add(ref q, 2 * PanelBytes));
                            no = VectorMath.MultiplyAddBytes(no, x0, x4, ref Unsafe.Add(ref q, 3 * PanelBytes));
                            q = ref Unsafe.Add(ref q, {{Int8Format.GroupInputs}} * PanelRows);
                        }

                        // a ← a + scale·(Σ − correction)
                        ref int correction = ref Unsafe.As<float, int>(ref Unsafe.Add(ref w, PanelRows));
                        Vector512<float> i = Vector512.ConvertToSingle(ni - Vector512.LoadUnsafe(ref correction, 0 * PanelSize));
                        i = Vector512.MultiplyAddEstimate(i, Vector512.LoadUnsafe(ref w, 0 * PanelSize), Vector512.LoadUnsafe(ref a, 0 * PanelRows));
                        Vector512<float> f = Vector512.ConvertToSingle(nf - Vector512.LoadUnsafe(ref correction, 1 * PanelSize));
                        f = Vector512.MultiplyAddEstimate(f, Vector512.LoadUnsafe(ref w, 1 * PanelSize), Vector512.LoadUnsafe(ref a, 1 * PanelRows));
                        Vector512<float> g = Vector512.ConvertToSingle(ng - Vector512.LoadUnsafe(ref correction, 2 * PanelSize));
                        g = Vector512.MultiplyAddEstimate(g, Vector512.LoadUnsafe(ref w, 2 * PanelSize), Vector512.LoadUnsafe(ref a, 2 * PanelRows));
                        Vector512<float> o = Vector512.ConvertToSingle(no - Vector512.LoadUnsafe(ref correction, 3 * PanelSize));
                        o = Vector512.MultiplyAddEstimate(o, Vector512.LoadUnsafe(ref w, 3 * PanelSize), Vector512.LoadUnsafe(ref a, 3 * PanelRows));

                        i.StoreUnsafe(ref a, 0 * PanelRows);
                        f.StoreUnsafe(ref a, 1 * PanelRows);
                        g.StoreUnsafe(ref a, 2 * PanelRows);
                        o.StoreUnsafe(ref a, 3 * PanelRows);
                    }
                }

                /// <summary>A batch: one panel at a time, each of whose weights serves {{Lines.Number(Int8TileProducts.Group).ToLowerInvariant()}} pictures, then the next ones.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void RunTiles(ReadOnlySpan<float> weights, ReadOnlySpan<byte> states, Span<float> gates, nuint pictures)
                {
                    ref float w = ref MemoryMarshal.GetReference(weights);
                    for (nuint row = 0; row < {{rows}}; row += PanelRows)
                    {
                        Vector512<float> scale = Vector512.LoadUnsafe(ref w);
                        Vector512<int> correction = Vector512.LoadUnsafe(ref w, PanelRows).AsInt32();
                        for (nuint picture = 0; picture < pictures; picture += {{Int8TileProducts.Group}})
                        {
                            ref sbyte q = ref Unsafe.As<float, sbyte>(ref Unsafe.Add(ref w, {{Int8Format.HeaderWords}} * PanelRows));
                            ref byte x = ref Unsafe.Add(ref MemoryMarshal.GetReference(states), picture * (4 * PictureStride));
                            {{Int8TileProducts.Zeros}}
                            for (nuint k = 0; k < {{states}}; k += {{Int8Format.GroupInputs}})
                            {
                                Vector512<sbyte> q0 = Vector512.LoadUnsafe(ref q), q4 = Vector512.LoadUnsafe(ref q, 4 * PanelRows);
            {{Int8TileProducts.Products(picture => $"{picture} * (4 * PictureStride)", 5)}}
                                x = ref Unsafe.Add(ref x, {{Int8Format.GroupInputs}});
                                q = ref Unsafe.Add(ref q, {{Int8Format.GroupInputs}} * PanelRows);
                            }

                            ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(gates), row + picture * PictureStride);
            {{Lines.Each(Int8TileProducts.Group, 4, picture => $"""
                Vector512<float> a{picture} = Vector512.ConvertToSingle(n{picture} - correction);
                Vector512.MultiplyAddEstimate(a{picture}, scale, Vector512.LoadUnsafe(ref a, {picture} * PictureStride)).StoreUnsafe(ref a, {picture} * PictureStride);
                """)}}
                        }

                        w = ref Unsafe.Add(ref w, PanelSize);
                    }
                }
            }
            """);
    }
}
