using System.Linq;
using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>
/// An LSTM's step, from what it makes of its input to its gates, with U in floats or in bfloat16. Sums are made in the order of
/// <see cref="LayerEmitter"/>.
/// </summary>
internal static class LstmStepEmitter
{
    private static readonly string[] Strides = [.. Enumerable.Range(0, PanelOfTile.Vectors).Select(picture => picture == 0 ? "" : $"{picture} * PictureStride")];

    private static readonly Summation.Sum[] Gates = [new("i", "si"), new("f", "sf"), new("g", "sg"), new("o", "so")];

    public static SourceFile Emit(ModelPlan plan, Lstm lstm)
    {
        WeightPair pair = WeightPair.Of(plan.Precision);
        return SourceFile.Of(plan, lstm.Name + "Step", $$"""
            namespace {{plan.KernelNamespace}};

            using global::System;
            using global::System.Runtime.CompilerServices;
            using global::System.Runtime.InteropServices;
            using global::System.Runtime.Intrinsics;
            using static Shape;

            /// <summary>What the {{lstm.Role}} LSTM makes of hidden states, on top of what it makes of its input.</summary>
            internal static class {{lstm.Name}}Step
            {
                private const int PanelSize = {{pair.Words(lstm.Name + "States")}} * Lanes; // words: U {{pair.Order}}, 16 rows each

                /// <summary>a ← a + U·h, for one picture or a tile of them.</summary>
                /// <param name="weights">U [{{lstm.Name}}GateRows / 16, {{pair.Words(lstm.Name + "States")}}, 16 rows].</param>
                /// <param name="states">{{lstm.States}} [{{lstm.Name}}States] of each picture.</param>
                /// <param name="gates">a [{{lstm.Name}}GateRows] of each picture, the gates i, f, g and o of 16 units, then those of the next 16.</param>
                /// <param name="pictures">1, or up to Tile.</param>
                /// <param name="backwards">Whether to begin with the last units: what was read last is still in the cache.</param>
                public static void Run(ReadOnlySpan<float> weights, ReadOnlySpan<float> states, Span<float> gates, int pictures, bool backwards)
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
                private static void RunOne(ReadOnlySpan<float> weights, ReadOnlySpan<float> states, Span<float> gates, bool backwards)
                {
                    for (nuint done = 0; done < {{lstm.Name}}HiddenPadded; done += Lanes)
                    {
                        nuint unit = backwards ? {{lstm.Name}}HiddenPadded - Lanes - done : done;
                        ref float w = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), unit / Lanes * (4 * PanelSize));
                        ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(gates), 4 * unit);
                        Vector512<float> i = Vector512.LoadUnsafe(ref a, 0 * Lanes);
                        Vector512<float> f = Vector512.LoadUnsafe(ref a, 1 * Lanes);
                        Vector512<float> g = Vector512.LoadUnsafe(ref a, 2 * Lanes);
                        Vector512<float> o = Vector512.LoadUnsafe(ref a, 3 * Lanes);

                        // a ← a + Σₖ U[k]·h[k] for the gates i, f, g, o
                        ref float x = ref MemoryMarshal.GetReference(states);
            {{Summation.Emit(pair, lstm.Name + "States", lstm.StateCount(plan), Gates, (inputs, sum) => PanelsOfOne.Products(pair, inputs, panels: 4, sum), 3)}}

                        i.StoreUnsafe(ref a, 0 * Lanes);
                        f.StoreUnsafe(ref a, 1 * Lanes);
                        g.StoreUnsafe(ref a, 2 * Lanes);
                        o.StoreUnsafe(ref a, 3 * Lanes);
                    }
                }

                /// <summary>Six pictures: a ← a + U·h, one panel at a time, each of whose weights serves all six.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void RunTile(ReadOnlySpan<float> weights, ReadOnlySpan<float> states, Span<float> gates)
                {
                    ref float w = ref MemoryMarshal.GetReference(weights);
                    for (nuint row = 0; row < {{lstm.Name}}GateRows; row += Lanes)
                    {
                        ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(gates), row);
                        Vector512<float> y0 = Vector512.LoadUnsafe(ref a, 0 * PictureStride);
                        Vector512<float> y1 = Vector512.LoadUnsafe(ref a, 1 * PictureStride);
                        Vector512<float> y2 = Vector512.LoadUnsafe(ref a, 2 * PictureStride);
                        Vector512<float> y3 = Vector512.LoadUnsafe(ref a, 3 * PictureStride);
                        Vector512<float> y4 = Vector512.LoadUnsafe(ref a, 4 * PictureStride);
                        Vector512<float> y5 = Vector512.LoadUnsafe(ref a, 5 * PictureStride);
                        ref float x = ref MemoryMarshal.GetReference(states);
            {{Summation.Emit(pair, lstm.Name + "States", lstm.StateCount(plan), PanelOfTile.Sums, (inputs, sum) => PanelOfTile.Products(pair, inputs, Strides, sum), 3)}}

                        y0.StoreUnsafe(ref a, 0 * PictureStride);
                        y1.StoreUnsafe(ref a, 1 * PictureStride);
                        y2.StoreUnsafe(ref a, 2 * PictureStride);
                        y3.StoreUnsafe(ref a, 3 * PictureStride);
                        y4.StoreUnsafe(ref a, 4 * PictureStride);
                        y5.StoreUnsafe(ref a, 5 * PictureStride);
                    }
                }
            }
            """);
    }
}
