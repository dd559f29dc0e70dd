using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Generators.Ops.Dense;

/// <summary>
/// A dense layer over latents: 8-bit weights, 7-bit inputs, and rows in multiples of four panels. The kernel quantizes its inputs
/// itself, in steps of a 63rd of each vector's absmax. Integer sums are exact in any order.
/// </summary>
internal static class Int8DenseKernel
{
    public static SourceFile Emit(ModelPlan plan, DenseOp op)
    {
        MatrixBlock block = op.Block;
        string rows = block.Rows.Name, inputs = block.Inputs.Name, size = op.InputSize.Name;
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
                private const int PanelSize = {{block.WordsPerRowFactor}} * PanelRows; // words: 16 biases, scales and corrections, then q of four inputs each
                private const int PanelBytes = 4 * PanelSize;
                private const int IntegersAt = {{Int8Format.IntegersAt(block.Inputs.Value)}}; // floats of an input vector before its integers s
                private const int AbsmaxAt = {{Int8Format.AbsmaxAt(block.Inputs.Value)}}; // floats before max |{{op.Symbol}}|

                /// <summary>y = b + W·{{op.Symbol}} for one picture or a batch.</summary>
                /// <param name="weights">[{{rows}} / 16, bias, scale, correction and q, 16 rows].</param>
                /// <param name="inputs">{{op.Symbol}} [{{inputs}}] of each picture, padded, then room for its integers and absmax [{{size}}].</param>
                /// <param name="outputs">y [{{rows}}] of each picture.</param>
                /// <param name="pictures">1, or up to BatchSize.</param>
                public static void Run(ReadOnlySpan<float> weights, Span<float> inputs, Span<float> outputs, int pictures)
                {
                    if (pictures == 1)
                    {
                        LatentQuantizer.Quantize(inputs[..{{size}}], IntegersAt);
                        RunOne(weights, MemoryMarshal.AsBytes(inputs[IntegersAt..]), inputs[AbsmaxAt], outputs);
                    }
                    else
                    {
                        RunTiles(weights, inputs, PictureStride, outputs, PictureStride, pictures);
                    }
                }

                /// <summary>Quantizes and multiplies input vectors; buffers have room for whole tiles.</summary>
                public static void RunTiles(
                    ReadOnlySpan<float> weights, Span<float> inputs, int inputStride, Span<float> outputs, int outputStride, int vectors)
                {
                    for (int vector = 0; vector < vectors; vector++)
                    {
                        LatentQuantizer.Quantize(inputs.Slice(vector * inputStride, {{size}}), IntegersAt);
                    }

                    Multiply(weights, inputs, (nuint)inputStride, outputs, (nuint)outputStride, (nuint)vectors);
                }

                /// <summary>One input vector: four panels at a time, each weight read once.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void RunOne(ReadOnlySpan<float> weights, ReadOnlySpan<byte> input, float absmax, Span<float> output)
                {
                    ref float w = ref MemoryMarshal.GetReference(weights);
                    ref byte x = ref MemoryMarshal.GetReference(input);
                    Vector512<float> unit = Vector512.Create(absmax);
                    for (nuint row = 0; row < {{rows}}; row += 4 * PanelRows)
                    {
                        // Σₖ q[k]·s[k], eight inputs at a time
                        ref sbyte q = ref Unsafe.As<float, sbyte>(ref Unsafe.Add(ref w, {{1 + Int8Format.HeaderWords}} * PanelRows));
                        Vector512<int> n0 = Vector512<int>.Zero, n1 = n0, n2 = n0, n3 = n0;
                        for (nuint k = 0; k < {{inputs}}; k += {{Int8Format.GroupInputs}})
                        {
                            Vector512<byte> x0 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, k))).AsByte();
                            Vector512<byte> x4 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref x, k + 4))).AsByte();
                            n0 = VectorMath.MultiplyAddBytes(n0, x0, x4, ref Unsafe.Add(ref q, 0 * PanelBytes));
                            n1 = VectorMath.MultiplyAddBytes(n1, x0, x4, ref Unsafe.Add(ref q, 1 * PanelBytes));
                            n2 = VectorMath.MultiplyAddBytes(n2, x0, x4, ref Unsafe.Add(ref q, 2 * PanelBytes));
                            n3 = VectorMath.MultiplyAddBytes(n3, x0, x4, ref Unsafe.Add(ref q, 3 * PanelBytes));
                            q = ref Unsafe.Add(ref q, {{Int8Format.GroupInputs}} * PanelRows);
                        }

                        // y = b + scale·absmax·(Σ − correction)
                        ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), row);
                        ref int correction = ref Unsafe.As<float, int>(ref Unsafe.Add(ref w, 2 * PanelRows));
                        Vector512<float> y0 = Vector512.ConvertToSingle(n0 - Vector512.LoadUnsafe(ref correction, 0 * PanelSize));
                        y0 *= Vector512.LoadUnsafe(ref w, 0 * PanelSize + PanelRows) * unit;
                        (y0 + Vector512.LoadUnsafe(ref w, 0 * PanelSize)).StoreUnsafe(ref y, 0 * PanelRows);
                        Vector512<float> y1 = Vector512.ConvertToSingle(n1 - Vector512.LoadUnsafe(ref correction, 1 * PanelSize));
                        y1 *= Vector512.LoadUnsafe(ref w, 1 * PanelSize + PanelRows) * unit;
                        (y1 + Vector512.LoadUnsafe(ref w, 1 * PanelSize)).StoreUnsafe(ref y, 1 * PanelRows);
                        Vector512<float> y2 = Vector512.ConvertToSingle(n2 - Vector512.LoadUnsafe(ref correction, 2 * PanelSize));
                        y2 *= Vector512.LoadUnsafe(ref w, 2 * PanelSize + PanelRows) * unit;
                        (y2 + Vector512.LoadUnsafe(ref w, 2 * PanelSize)).StoreUnsafe(ref y, 2 * PanelRows);
                        Vector512<float> y3 = Vector512.ConvertToSingle(n3 - Vector512.LoadUnsafe(ref correction, 3 * PanelSize));
                        y3 *= Vector512.LoadUnsafe(ref w, 3 * PanelSize + PanelRows) * unit;
                        (y3 + Vector512.LoadUnsafe(ref w, 3 * PanelSize)).StoreUnsafe(ref y, 3 * PanelRows);
                        w = ref Unsafe.Add(ref w, 4 * PanelSize);
                    }
                }

                /// <summary>One panel at a time, each of whose weights serves {{Lines.Number(Int8TileProducts.Group).ToLowerInvariant()}} vectors, then the next ones.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void Multiply(
                    ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, nuint inputStride, Span<float> outputs, nuint outputStride, nuint vectors)
                {
                    ref float w = ref MemoryMarshal.GetReference(weights);
                    nuint byteStride = 4 * inputStride;
                    for (nuint row = 0; row < {{rows}}; row += PanelRows)
                    {
                        Vector512<float> bias = Vector512.LoadUnsafe(ref w), scale = Vector512.LoadUnsafe(ref w, PanelRows);
                        Vector512<int> correction = Vector512.LoadUnsafe(ref w, 2 * PanelRows).AsInt32();
                        for (nuint vector = 0; vector < vectors; vector += {{Int8TileProducts.Group}})
                        {
                            ref sbyte q = ref Unsafe.As<float, sbyte>(ref Unsafe.Add(ref w, {{1 + Int8Format.HeaderWords}} * PanelRows));
                            ref float input = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), vector * inputStride);
                            ref byte x = ref Unsafe.As<float, byte>(ref Unsafe.Add(ref input, IntegersAt));
                            {{Int8TileProducts.Zeros}}
                            for (nuint k = 0; k < {{inputs}}; k += {{Int8Format.GroupInputs}})
                            {
                                Vector512<sbyte> q0 = Vector512.LoadUnsafe(ref q), q4 = Vector512.LoadUnsafe(ref q, 4 * PanelRows);
            {{Int8TileProducts.Products(vector => vector == 0 ? "" : vector == 1 ? "byteStride" : $"{vector} * byteStride", 5)}}
                                x = ref Unsafe.Add(ref x, {{Int8Format.GroupInputs}});
                                q = ref Unsafe.Add(ref q, {{Int8Format.GroupInputs}} * PanelRows);
                            }

                            ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), vector * outputStride + row);
                            ref float absmax = ref Unsafe.Add(ref input, AbsmaxAt);
            {{Lines.Each(Int8TileProducts.Group, 4, vector => $"""
                Vector512<float> y{vector} = Vector512.ConvertToSingle(n{vector} - correction);
                y{vector} *= scale * Vector512.Create({(vector == 0 ? "absmax" : $"Unsafe.Add(ref absmax, {vector} * inputStride)")});
                (y{vector} + bias).StoreUnsafe(ref y, {vector} * outputStride);
                """)}}
                        }

                        w = ref Unsafe.Add(ref w, PanelSize);
                    }
                }
            }
            """);
    }
}
