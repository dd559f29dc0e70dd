using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>Adds what one glimpse writes to the canvas: through the window's filters, or as it is.</summary>
internal static class WriteEmitter
{
    public static SourceFile EmitWindowed(ModelPlan plan) => SourceFile.Of(plan, "Write", $$"""
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
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void Run(
                float intensity, ReadOnlySpan<float> patch, ReadOnlySpan<float> fx, ReadOnlySpan<float> fy, Span<float> rows, Span<float> canvas)
            {
                ref float w = ref MemoryMarshal.GetReference(patch);
                ref float x = ref MemoryMarshal.GetReference(fx);
                ref float y = ref MemoryMarshal.GetReference(fy);
                ref float r = ref MemoryMarshal.GetReference(rows);
                ref float c = ref MemoryMarshal.GetReference(canvas);
                Vector512<float> scale = Vector512.Create(1 / intensity);
                for (int channel = 0; channel < Channels; channel++)
                {
                    // r[i, a] = Σⱼ w[i, j]·FX[j, a] / γ
                    for (nuint i = 0; i < WriteFilters; i++)
                    {
                        for (nuint a = 0; a < WidthPadded; a += Lanes)
                        {
                            Vector512<float> sum = Vector512<float>.Zero;
                            for (nuint j = 0; j < WriteFilters; j++)
                            {
                                Vector512<float> wij = Vector512.Create(Unsafe.Add(ref w, i * WriteFilters + j));
                                sum = Vector512.MultiplyAddEstimate(wij, Vector512.LoadUnsafe(ref x, j * WidthPadded + a), sum);
                            }

                            (sum * scale).StoreUnsafe(ref r, i * WidthPadded + a);
                        }
                    }

                    // c[b, a] ← c[b, a] + Σᵢ FY[i, b]·r[i, a]
                    for (nuint b = 0; b < Height; b++)
                    {
                        for (nuint a = 0; a < WidthPadded; a += Lanes)
                        {
                            Vector512<float> sum = Vector512.LoadUnsafe(ref c, a);
                            for (nuint i = 0; i < WriteFilters; i++)
                            {
                                Vector512<float> yib = Vector512.Create(Unsafe.Add(ref y, i * HeightPadded + b));
                                sum = Vector512.MultiplyAddEstimate(yib, Vector512.LoadUnsafe(ref r, i * WidthPadded + a), sum);
                            }

                            sum.StoreUnsafe(ref c, a);
                        }

                        c = ref Unsafe.Add(ref c, CanvasStride);
                    }

                    w = ref Unsafe.Add(ref w, WriteFilters * WriteFilters);
                }
            }
        }
        """);

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
                for (nuint pixel = 0; pixel < CanvasSize; pixel += Lanes)
                {
                    (Vector512.LoadUnsafe(ref c, pixel) + Vector512.LoadUnsafe(ref w, pixel)).StoreUnsafe(ref c, pixel);
                }
            }
        }
        """);
}
