using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Emit;

/// <summary>What is seen of an image through the read window's filters (the paper's equation 27).</summary>
internal static class ReadEmitter
{
    public static SourceFile Emit(ModelPlan plan) => SourceFile.Of(plan, "Read", $$"""
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
            /// <param name="rows">Room for a row of FY x [WidthPadded].</param>
            /// <param name="patch">p [Channels, ReadFilters, ReadFilters].</param>
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void Run(
                float intensity, ReadOnlySpan<float> fx, ReadOnlySpan<float> fy, ReadOnlySpan<float> image, Span<float> rows, Span<float> patch)
            {
                ref float x = ref MemoryMarshal.GetReference(image);
                ref float r = ref MemoryMarshal.GetReference(rows);
                ref float p = ref MemoryMarshal.GetReference(patch);
                for (int channel = 0; channel < Channels; channel++)
                {
                    ref float y = ref MemoryMarshal.GetReference(fy);
                    for (nuint i = 0; i < ReadFilters; i++)
                    {
                        // r[i, a] = Σ_b FY[i, b]·x[b, a]
                        for (nuint a = 0; a < WidthPadded; a += Lanes)
                        {
                            Vector512<float> sum = Vector512<float>.Zero;
                            for (nuint b = 0; b < Height; b++)
                            {
                                Vector512<float> yib = Vector512.Create(Unsafe.Add(ref y, b));
                                sum = Vector512.MultiplyAddEstimate(yib, Vector512.LoadUnsafe(ref x, b * ImageStride + a), sum);
                            }

                            sum.StoreUnsafe(ref r, a);
                        }

                        // p[i, j] = γ·Σ_a r[i, a]·FX[j, a]
                        ref float fxj = ref MemoryMarshal.GetReference(fx);
                        for (nuint j = 0; j < ReadFilters; j++)
                        {
                            Vector512<float> sum = Vector512<float>.Zero;
                            for (nuint a = 0; a < WidthPadded; a += Lanes)
                            {
                                sum = Vector512.MultiplyAddEstimate(Vector512.LoadUnsafe(ref r, a), Vector512.LoadUnsafe(ref fxj, a), sum);
                            }

                            p = intensity * VectorMath.Sum(sum);
                            p = ref Unsafe.Add(ref p, 1);
                            fxj = ref Unsafe.Add(ref fxj, WidthPadded);
                        }

                        y = ref Unsafe.Add(ref y, HeightPadded);
                    }

                    x = ref Unsafe.Add(ref x, Height * ImageStride);
                }
            }
        }
        """);
}
