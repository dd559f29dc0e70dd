using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>
/// Affine layers, those of one input stacked into one: y = b + W·x, W in floats or in bfloat16. Each output is a
/// <see cref="Summation"/> over its inputs, whether for one picture or for a tile of them and whatever the vector's width.
/// </summary>
internal static class LayerEmitter
{
    /// <summary>Three and five strides are made before the loop: an address takes 1, 2, 4 or 8 of a register.</summary>
    private static readonly string[] Strides = ["", "inputStride", "2 * inputStride", "x3", "4 * inputStride", "x5"];

    public static SourceFile Emit(ModelPlan plan, Layer layer)
    {
        WeightPair pair = WeightPair.Of(plan.Precision);
        return SourceFile.Of(plan, layer.Name, $$"""
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
                private const int PanelSize = (1 + {{pair.Words(layer.Inputs)}}) * Lanes; // words: 16 biases, then W {{pair.Order}}, 16 rows each

                /// <summary>y = b + W·{{layer.Symbol}} for one picture or a tile of them.</summary>
                /// <param name="weights">[{{layer.Rows}} / 16, 1 + {{pair.Words(layer.Inputs)}}, 16 rows].</param>
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

            {{PanelsOfOne.Emit(plan, layer)}}

                /// <summary>Six vectors of inputs: one panel at a time, each of whose weights serves all six.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                public static void RunTile(
                    ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, nuint inputStride, Span<float> outputs, nuint outputStride)
                {
                    ref float w = ref MemoryMarshal.GetReference(weights);
                    nuint x3 = 3 * inputStride, x5 = 5 * inputStride;
                    for (nuint row = 0; row < {{layer.Rows}}; row += Lanes)
                    {
                        Vector512<float> y0 = Vector512.LoadUnsafe(ref w), y1 = y0, y2 = y0, y3 = y0, y4 = y0, y5 = y0;
                        w = ref Unsafe.Add(ref w, Lanes);
                        ref float x = ref MemoryMarshal.GetReference(inputs);
            {{Summation.Emit(pair, layer.Inputs, layer.InputCount(plan), PanelOfTile.Sums, (inputs, sum) => PanelOfTile.Products(pair, inputs, Strides, sum), 3)}}

                        ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), row);
                        y0.StoreUnsafe(ref y);
                        y1.StoreUnsafe(ref y, outputStride);
                        y2.StoreUnsafe(ref y, 2 * outputStride);
                        y3.StoreUnsafe(ref y, 3 * outputStride);
                        y4.StoreUnsafe(ref y, 4 * outputStride);
                        y5.StoreUnsafe(ref y, 5 * outputStride);
                    }
                }
            }
            """);
    }
}
