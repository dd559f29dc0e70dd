using System.Linq;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Ops.Filterbank;
using DrawAot.Generators.Planning;
using DrawAot.Layout;

namespace DrawAot.Generators.Ops.Read;

/// <summary>Reads an image through the read window's filters (the paper's equation 27).</summary>
internal static class ReadOp
{
    public static SourceFile Emit(ModelPlan plan, ReadLayout layout)
    {
        var groups = FilterGroups.Of((int)layout.Filters.Value);
        return SourceFile.Of(plan, "Read", $$"""
            namespace {{plan.KernelNamespace}};

            using global::System;
            using global::System.Runtime.CompilerServices;
            using global::System.Runtime.InteropServices;
            using global::System.Runtime.Intrinsics;
            using global::DrawAot.Numerics;
            using static Shape;

            /// <summary>The read through the attention window: p = γ·FY x FXᵀ.</summary>
            internal static class Read
            {
                /// <summary>Reads one image, each channel with the same filters.</summary>
                /// <param name="intensity">γ.</param>
                /// <param name="fx">FX [ReadFilters, WidthPadded].</param>
                /// <param name="fy">FY [ReadFilters, HeightPadded].</param>
                /// <param name="image">x [Channels, Height, ImageStride].</param>
                /// <param name="rows">Room for FY x [ReadFilters, WidthPadded].</param>
                /// <param name="patch">p [Channels, ReadFilters, ReadFilters].</param>
                public static void Run(
                    float intensity, ReadOnlySpan<float> fx, ReadOnlySpan<float> fy, ReadOnlySpan<float> image, Span<float> rows, Span<float> patch)
                {
                    ref float y = ref MemoryMarshal.GetReference(fy);
                    ref float x = ref MemoryMarshal.GetReference(image);
                    ref float r = ref MemoryMarshal.GetReference(rows);
                    ref float p = ref MemoryMarshal.GetReference(patch);
                    for (int channel = 0; channel < Channels; channel++)
                    {
            {{Lines.Join([.. groups.Select(Calls)])}}
                        Columns(intensity, ref MemoryMarshal.GetReference(fx), ref r, ref p);
                        x = ref Unsafe.Add(ref x, Height * ImageStride);
                        p = ref Unsafe.Add(ref p, ReadFilters * ReadFilters);
                    }
                }
            {{string.Join("\n", groups.Select(group => Rows(group.Size)))}}

                /// <summary>p[i, j] ← γ·Σ_a r[i, a]·FX[j, a].</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void Columns(float intensity, ref float fx, ref float r, ref float p)
                {
                    for (nuint i = 0; i < ReadFilters; i++)
                    {
                        for (nuint j = 0; j < ReadFilters; j++)
                        {
                            Vector512<float> sum = Vector512<float>.Zero;
                            for (nuint a = 0; a < WidthPadded; a += VectorWidth)
                            {
                                sum = Vector512.MultiplyAddEstimate(
                                    Vector512.LoadUnsafe(ref r, i * WidthPadded + a), Vector512.LoadUnsafe(ref fx, j * WidthPadded + a), sum);
                            }

                            Unsafe.Add(ref p, i * ReadFilters + j) = intensity * VectorMath.Sum(sum);
                        }
                    }
                }
            }
            """);
    }

    private static string Calls((int First, int Count, int Size) group)
    {
        string rows = "Rows" + Lines.Number(group.Size);
        return group.Count > 1
            ? $$"""
                        for (nuint i = {{group.First}}; i < {{group.First + group.Count * group.Size}}; i += {{group.Size}})
                        {
                            {{rows}}(ref Unsafe.Add(ref y, i * HeightPadded), ref x, ref Unsafe.Add(ref r, i * WidthPadded));
                        }

            """
            : group.First == 0
            ? $$"""
                        {{rows}}(ref y, ref x, ref r);
            """
            : $$"""
                        {{rows}}(ref Unsafe.Add(ref y, {{group.First}} * HeightPadded), ref x, ref Unsafe.Add(ref r, {{group.First}} * WidthPadded));
            """;
    }

    private static string Rows(int filters) => $$"""

            /// <summary>{{Lines.Number(filters)}} filter{{(filters == 1 ? "" : "s")}}: r[i, a] ← Σ_b FY[i, b]·x[b, a].</summary>
            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void Rows{{Lines.Number(filters)}}(ref float y, ref float x, ref float r)
            {
                for (nuint a = 0; a < WidthPadded; a += VectorWidth)
                {
                    Vector512<float> r0 = Vector512<float>.Zero{{string.Concat(Enumerable.Range(1, filters - 1).Select(i => $", r{i} = r0"))}};
                    for (nuint b = 0; b < Height; b++)
                    {
                        Vector512<float> xb = Vector512.LoadUnsafe(ref x, b * ImageStride + a);
        {{Lines.Each(filters, 4, i => $"r{i} = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref y, {i} * HeightPadded + b)), xb, r{i});")}}
                    }

        {{Lines.Each(filters, 3, i => $"r{i}.StoreUnsafe(ref r, {i} * WidthPadded + a);")}}
                }
            }
        """;
}
