using System.Globalization;
using System.Linq;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Generators.Ops.Lstm;

/// <summary>
/// The recurrent product of an LSTM in float32 or bfloat16. Sums have the order of <see cref="BlockedSum"/>, for one picture as
/// for a batch and at every vector width.
/// </summary>
internal static class LstmRecurrenceKernel
{
    private static readonly string[] Gates = ["i", "f", "g", "o"];

    public static SourceFile Emit(ModelPlan plan, LstmRecurrenceOp op)
    {
        MatrixBlock block = op.Layout.Recurrence;
        WeightPair pair = block.Format.Pair!; // an int8 block has another kernel
        string rows = block.Rows.Name, states = block.Inputs.Name;

        int panels = (int)block.Rows.Value / PanelFormat.PanelRows;
        bool isWide = WideKernel.PanelsOf(block, panels) == panels;
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
                private const int PanelSize = {{block.WordsPerRowFactor}} * PanelRows; // words: U {{pair.Order}}, 16 rows each

                /// <summary>a ← a + U·h for one picture or a batch.</summary>
                /// <param name="weights">U [{{rows}} / 16, {{block.WordsPerRowText}}, 16 rows].</param>
                /// <param name="states">{{op.Layout.States.Meaning}} [{{states}}] of each picture.</param>
                /// <param name="gates">a [{{rows}}] of each picture: the gates i, f, g and o of 16 units, then those of the next 16.</param>
                /// <param name="pictures">1, or up to BatchSize.</param>
                /// <param name="reverse">Walk the weights of one picture in reverse: the previous glimpse has left their end in the cache.</param>
                public static void Run(ReadOnlySpan<float> weights, ReadOnlySpan<float> states, Span<float> gates, int pictures, bool reverse)
                {
                    if (pictures == 1{{NarrowKernel.UnlessNarrow(block)}})
                    {
            {{(isWide ? Lines.Indent(3, """
                // Eight sums need the registers of AVX-512.
                if (Vector512.IsHardwareAccelerated)
                {
                    RunOneWide(weights, states, gates, reverse);
                }
                else
                {
                    RunOne(weights, states, gates, reverse);
                }
                """) : Lines.Indent(3, "RunOne(weights, states, gates, reverse);"))}}
                    }
                    else
                    {
                        RunTiles(weights, states, gates, (nuint)pictures);
                    }
                }

            {{One(op, pair, "RunOne", groups: 1)}}
            {{(isWide ? "\n" + One(op, pair, "RunOneWide", groups: WideKernel.Panels / Gates.Length) + "\n" : "")}}
                /// <summary>A batch: one panel at a time, each of whose weights serves the pictures of a tile, then those of the next.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void RunTiles(ReadOnlySpan<float> weights, ReadOnlySpan<float> states, Span<float> gates, nuint pictures)
                {{{NarrowKernel.Call(block, "Add", "weights, states, PictureStride, gates, PictureStride, (int)pictures")}}
                    ref float panel = ref MemoryMarshal.GetReference(weights);
                    for (nuint row = 0; row < {{rows}}; row += PanelRows)
                    {
                        for (nuint first = 0; first < pictures; first += BatchTile)
                        {
                            ref float w = ref panel;
                            ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(gates), row + first * PictureStride);
            {{BatchTileProducts.Each(4, picture => $"Vector512<float> y{picture} = Vector512.LoadUnsafe(ref a, {picture} * PictureStride);")}}
                            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(states), first * PictureStride);
            {{BlockedSum.Emit(
                pair, states, block.Inputs.Value, BatchTileProducts.Sums,
                (inputs, sum) => BatchTileProducts.Products(pair, inputs, picture => picture == 0 ? "" : $"{picture} * PictureStride", sum), 4)}}

            {{BatchTileProducts.Each(4, picture => $"y{picture}.StoreUnsafe(ref a, {picture} * PictureStride);")}}
                        }

                        panel = ref Unsafe.Add(ref panel, PanelSize);
                    }
                }
            }
            """);
    }

    /// <summary>The product for one picture, with four sums for each group of 16 units.</summary>
    private static string One(LstmRecurrenceOp op, WeightPair pair, string name, int groups)
    {
        string units = op.Layout.HiddenPadded.Name, inputs = op.Layout.Recurrence.Inputs.Name;
        string step = groups == 1 ? "PanelRows" : $"{groups} * PanelRows";
        BlockedSum.Sum[] sums =
        [
            .. from @group in Enumerable.Range(0, groups)
               from gate in Gates
               let sum = groups == 1 ? gate : gate + @group.ToString(CultureInfo.InvariantCulture)
               select new BlockedSum.Sum(sum, "s" + sum),
        ];
        return $$"""
                /// <summary>One picture: the four gates of {{groups * PanelFormat.PanelRows}} units at a time, each weight read once.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void {{name}}(ReadOnlySpan<float> weights, ReadOnlySpan<float> states, Span<float> gates, bool reverse)
                {
                    for (nuint done = 0; done < {{units}}; done += {{step}})
                    {
                        nuint unit = reverse ? {{units}} - {{step}} - done : done;
                        ref float w = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), unit / PanelRows * (4 * PanelSize));
                        ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(gates), 4 * unit);
            {{Lines.Each(sums.Length, 3, k => $"Vector512<float> {sums[k].Name} = Vector512.LoadUnsafe(ref a, {k} * PanelRows);")}}

                        // a ← a + Σₖ U[k]·h[k] for the gates i, f, g, o
                        ref float x = ref MemoryMarshal.GetReference(states);
            {{BlockedSum.Emit(pair, inputs, op.Layout.Recurrence.Inputs.Value, sums, (count, sum) => PanelProducts.Emit(pair, count, sums.Length, sum), 3)}}

            {{Lines.Each(sums.Length, 3, k => $"{sums[k].Name}.StoreUnsafe(ref a, {k} * PanelRows);")}}
                    }
                }
            """;
    }
}
