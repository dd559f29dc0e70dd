using System.Linq;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Ops.Filterbank;
using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Ops.Write;

/// <summary>Adds the patch of one glimpse to the canvas: through the window's filters, or as it is.</summary>
internal static class WriteOp
{
    public static SourceFile EmitWindowed(ModelPlan plan, int filters)
    {
        var groups = FilterGroups.Of(filters);
        return SourceFile.Of(plan, "Write", $$"""
            namespace {{plan.KernelNamespace}};

            using global::System;
            using global::System.Runtime.CompilerServices;
            using global::System.Runtime.InteropServices;
            using global::System.Runtime.Intrinsics;
            using static Shape;

            /// <summary>The write through the attention window: c ← c + (1/γ)·FYᵀ w FX.</summary>
            internal static class Write
            {
                /// <summary>Adds one glimpse to the canvas.</summary>
                /// <param name="intensity">γ.</param>
                /// <param name="patch">w [Channels, WriteFilters, WriteFilters].</param>
                /// <param name="fx">FX [WriteFilters, WidthPadded].</param>
                /// <param name="fy">FY [WriteFilters, HeightPadded].</param>
                /// <param name="rows">Room for w·FX / γ [WriteFilters, WidthPadded].</param>
                /// <param name="canvas">c [Channels, Height, CanvasStride].</param>
                public static void Run(
                    float intensity, ReadOnlySpan<float> patch, ReadOnlySpan<float> fx, ReadOnlySpan<float> fy, Span<float> rows, Span<float> canvas)
                {
                    ref float w = ref MemoryMarshal.GetReference(patch);
                    ref float x = ref MemoryMarshal.GetReference(fx);
                    ref float y = ref MemoryMarshal.GetReference(fy);
                    ref float r = ref MemoryMarshal.GetReference(rows);
                    ref float c = ref MemoryMarshal.GetReference(canvas);
                    for (int channel = 0; channel < Channels; channel++)
                    {
            {{Lines.Join([.. groups.Select(Calls)])}}
                        w = ref Unsafe.Add(ref w, WriteFilters * WriteFilters);
                        c = ref Unsafe.Add(ref c, Height * CanvasStride);
                    }
                }
            {{string.Join("\n", groups.Select(group => Kernels(group.Size)))}}
            }
            """);
    }

    private static string Calls((int First, int Count, int Size) group)
    {
        string multiply = "Multiply" + Lines.Number(group.Size), add = "Add" + Lines.Number(group.Size);
        return group.Count > 1
            ? $$"""
                        for (nuint i = {{group.First}}; i < {{group.First + group.Count * group.Size}}; i += {{group.Size}})
                        {
                            {{multiply}}(ref Unsafe.Add(ref w, i * WriteFilters), ref x, 1 / intensity, ref Unsafe.Add(ref r, i * WidthPadded));
                            {{add}}(ref Unsafe.Add(ref y, i * HeightPadded), ref Unsafe.Add(ref r, i * WidthPadded), ref c);
                        }

            """
            : group.First == 0
            ? $$"""
                        {{multiply}}(ref w, ref x, 1 / intensity, ref r);
                        {{add}}(ref y, ref r, ref c);
            """
            : $$"""
                        {{multiply}}(ref Unsafe.Add(ref w, {{group.First}} * WriteFilters), ref x, 1 / intensity, ref Unsafe.Add(ref r, {{group.First}} * WidthPadded));
                        {{add}}(ref Unsafe.Add(ref y, {{group.First}} * HeightPadded), ref Unsafe.Add(ref r, {{group.First}} * WidthPadded), ref c);
            """;
    }

    /// <summary>The two products of a few filters.</summary>
    private static string Kernels(int filters) => $$"""

            /// <summary>{{Filters(filters)}}: r[i, a] ← Σⱼ w[i, j]·FX[j, a] / γ.</summary>
            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void Multiply{{Lines.Number(filters)}}(ref float w, ref float x, float scale, ref float r)
            {
                for (nuint a = 0; a < WidthPadded; a += VectorWidth)
                {
                    Vector512<float> r0 = Vector512<float>.Zero{{string.Concat(Enumerable.Range(1, filters - 1).Select(i => $", r{i} = r0"))}};
                    for (nuint j = 0; j < WriteFilters; j++)
                    {
                        Vector512<float> xj = Vector512.LoadUnsafe(ref x, j * WidthPadded + a);
        {{Lines.Each(filters, 4, i => $"r{i} = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref w, {i} * WriteFilters + j)), xj, r{i});")}}
                    }

        {{Lines.Each(filters, 3, i => $"(r{i} * scale).StoreUnsafe(ref r, {i} * WidthPadded + a);")}}
                }
            }

            /// <summary>{{Filters(filters)}}: c[b, a] ← c[b, a] + Σᵢ FY[i, b]·r[i, a].</summary>
            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void Add{{Lines.Number(filters)}}(ref float y, ref float r, ref float c)
            {
                for (nuint a = 0; a < WidthPadded; a += VectorWidth)
                {
        {{Lines.Each(filters, 3, i => $"Vector512<float> r{i} = Vector512.LoadUnsafe(ref r, {i} * WidthPadded + a);")}}
                    for (nuint b = 0; b < Height; b++)
                    {
                        Vector512<float> sum = Vector512.LoadUnsafe(ref c, b * CanvasStride + a);
        {{Lines.Each(filters, 4, i => $"sum = Vector512.MultiplyAddEstimate(Vector512.Create(Unsafe.Add(ref y, {i} * HeightPadded + b)), r{i}, sum);")}}
                        sum.StoreUnsafe(ref c, b * CanvasStride + a);
                    }
                }
            }
        """;

    private static string Filters(int filters) => Lines.Number(filters) + (filters == 1 ? " filter" : " filters");

    public static SourceFile EmitWhole(ModelPlan plan) => SourceFile.Of(plan, "Write", $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::System.Runtime.CompilerServices;
        using global::System.Runtime.InteropServices;
        using global::System.Runtime.Intrinsics;
        using static Shape;

        /// <summary>The write without attention, on the whole canvas: c ← c + w.</summary>
        internal static class Write
        {
            /// <summary>Adds one glimpse to the canvas.</summary>
            /// <param name="patch">w [CanvasSize].</param>
            /// <param name="canvas">c [CanvasSize].</param>
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void Run(ReadOnlySpan<float> patch, Span<float> canvas)
            {
                ref float w = ref MemoryMarshal.GetReference(patch);
                ref float c = ref MemoryMarshal.GetReference(canvas);
                for (nuint pixel = 0; pixel < CanvasSize; pixel += VectorWidth)
                {
                    (Vector512.LoadUnsafe(ref c, pixel) + Vector512.LoadUnsafe(ref w, pixel)).StoreUnsafe(ref c, pixel);
                }
            }
        }
        """);
}
