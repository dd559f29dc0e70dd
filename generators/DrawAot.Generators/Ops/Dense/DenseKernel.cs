using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Generators.Ops.Dense;

/// <summary>
/// A dense layer in float32 or bfloat16. Each output is a <see cref="BlockedSum"/> over the inputs, for one input vector as
/// for a batch and at every vector width.
/// </summary>
internal static class DenseKernel
{
    public static SourceFile Emit(ModelPlan plan, DenseOp op)
    {
        MatrixBlock block = op.Block;
        WeightPair pair = block.Format.Pair!; // an int8 block has another kernel
        string rows = block.Rows.Name, inputs = block.Inputs.Name;
        return SourceFile.Of(plan, block.Name, $$"""
            namespace {{plan.KernelNamespace}};

            using global::System;
            using global::System.Runtime.CompilerServices;
            using global::System.Runtime.InteropServices;
            using global::System.Runtime.Intrinsics;
            using global::DrawAot.Numerics;
            using static Shape;

            /// <summary>{{op.Summary}}</summary>
            /// <remarks>Its rows are {{op.Outputs}}.</remarks>
            internal static class {{block.Name}}
            {
                private const int PanelSize = {{block.WordsPerRowFactor}} * PanelRows; // words: 16 biases, then W {{pair.Order}}, 16 rows each

                /// <summary>y = b + W·{{op.Symbol}} for one picture or a batch.</summary>
                /// <param name="weights">[{{rows}} / 16, {{block.WordsPerRowText}}, 16 rows].</param>
                /// <param name="inputs">{{op.Symbol}} [{{inputs}}] of each picture.</param>
                /// <param name="outputs">y [{{rows}}] of each picture.</param>
                /// <param name="pictures">1, or up to BatchSize.</param>
                public static void Run(ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, Span<float> outputs, int pictures)
                {
                    if (pictures == 1{{NarrowKernel.UnlessNarrow(block)}})
                    {
                        RunOne(weights, inputs, outputs);
                    }
                    else
                    {
                        RunTiles(weights, inputs, PictureStride, outputs, PictureStride, pictures);
                    }
                }

            {{DensePanels.Emit(op)}}

                /// <summary>
                /// Multiplies the input vectors of one or more tiles, panel by panel: each weight, once loaded, serves a tile. Buffers have
                /// room for whole tiles.
                /// </summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                public static void RunTiles(
                    ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, nuint inputStride, Span<float> outputs, nuint outputStride, int vectors)
                {{{NarrowKernel.Call(block, "Multiply", "weights, inputs, inputStride, outputs, outputStride, vectors")}}
                    ref float panel = ref MemoryMarshal.GetReference(weights);
                    {{BatchTileProducts.OddStrides("inputStride")}}
                    for (nuint row = 0; row < {{rows}}; row += PanelRows)
                    {
                        for (nuint first = 0; first < (nuint)vectors; first += BatchTile)
                        {
                            Vector512<float> y0 = Vector512.LoadUnsafe(ref panel){{BatchTileProducts.CopiesOfFirst("y")}};
                            ref float w = ref Unsafe.Add(ref panel, PanelRows);
                            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), first * inputStride);
            {{BlockedSum.Emit(
                pair, inputs, block.Inputs.Value, BatchTileProducts.Sums,
                (count, sum) => BatchTileProducts.Products(pair, count, vector => BatchTileProducts.Stride(vector, "inputStride"), sum), 4)}}

                            ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), row + first * outputStride);
                            y0.StoreUnsafe(ref y);
                            y1.StoreUnsafe(ref y, outputStride);
            {{Lines.Each(PanelFormat.BatchTile - 2, 4, vector => $"y{vector + 2}.StoreUnsafe(ref y, {vector + 2} * outputStride);")}}
                        }

                        panel = ref Unsafe.Add(ref panel, PanelSize);
                    }
                }
            }
            """);
    }
}
