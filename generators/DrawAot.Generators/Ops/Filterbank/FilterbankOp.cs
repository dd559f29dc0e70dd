using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;

namespace DrawAot.Generators.Ops.Filterbank;

/// <summary>A bank of N Gaussian filters along one axis of a picture (the paper's equations 25 and 26).</summary>
internal static class FilterbankOp
{
    public static readonly Axis Columns = new("FilterbankX", "FX", "columns", "Width", "a", "A");
    public static readonly Axis Rows = new("FilterbankY", "FY", "rows", "Height", "b", "B");

    public static SourceFile Emit(ModelPlan plan, Axis axis) => SourceFile.Of(plan, axis.ClassName, $$"""
        namespace {{plan.KernelNamespace}};

        using global::System;
        using global::System.Runtime.CompilerServices;
        using global::System.Runtime.InteropServices;
        using global::System.Runtime.Intrinsics;
        using global::DrawAot.Numerics;
        using static Shape;

        /// <summary>{{axis.Symbol}}: a window's N Gaussian filters over the {{axis.Size}} {{axis.Name}} of a picture.</summary>
        internal static class {{axis.ClassName}}
        {
            /// <summary>F[i, {{axis.Index}}] = exp(−({{axis.Index}} − μⁱ)² / 2σ²), each row divided by max(its sum, 1e-8).</summary>
            /// <param name="n">N.</param>
            /// <param name="centre">Centre of the window, in pixels from 0.</param>
            /// <param name="stride">δ, in pixels.</param>
            /// <param name="variance">σ², in square pixels.</param>
            /// <param name="filters">F [N, {{axis.Constant}}Padded].</param>
            [MethodImpl(MethodImplOptions.NoInlining)]
            public static void Fill(int n, float centre, float stride, float variance, Span<float> filters)
            {
                ref float f = ref MemoryMarshal.GetReference(filters);
                Vector512<float> scale = Vector512.Create(-0.5f / variance);
                for (int i = 0; i < n; i++)
                {
                    // μⁱ = g + (i − N/2 + 0.5)·δ
                    Vector512<float> mean = Vector512.Create(centre + (i - n / 2f + 0.5f) * stride), pixel = VectorMath.LaneNumbers;
                    for (nuint {{axis.Index}} = 0; {{axis.Index}} < {{axis.Constant}}Padded; {{axis.Index}} += VectorWidth)
                    {
                        Vector512<float> distance = pixel - mean;
                        Vector512<float> weight = VectorMath.Exp(distance * distance * scale);
                        Vector512<float> inside = Vector512.LessThan(pixel, Vector512.Create((float){{axis.Constant}}));
                        (weight & inside).StoreUnsafe(ref f, (nuint)i * {{axis.Constant}}Padded + {{axis.Index}});
                        pixel += Vector512.Create((float)VectorWidth);
                    }
                }

                // Apart, so that no filter's exponentials wait for the sum of another's.
                for (int i = 0; i < n; i++)
                {
                    Vector512<float> sum = Vector512<float>.Zero;
                    for (nuint {{axis.Index}} = 0; {{axis.Index}} < {{axis.Constant}}Padded; {{axis.Index}} += VectorWidth)
                    {
                        sum += Vector512.LoadUnsafe(ref f, {{axis.Index}});
                    }

                    Vector512<float> norm = Vector512.Create(1 / MathF.Max(VectorMath.Sum(sum), 1e-8f));
                    for (nuint {{axis.Index}} = 0; {{axis.Index}} < {{axis.Constant}}Padded; {{axis.Index}} += VectorWidth)
                    {
                        (Vector512.LoadUnsafe(ref f, {{axis.Index}}) * norm).StoreUnsafe(ref f, {{axis.Index}});
                    }

                    f = ref Unsafe.Add(ref f, {{axis.Constant}}Padded);
                }
            }
        }
        """);

    /// <summary>The names of the two axes.</summary>
    internal sealed record Axis(string ClassName, string Symbol, string Name, string Constant, string Index, string Size);
}
