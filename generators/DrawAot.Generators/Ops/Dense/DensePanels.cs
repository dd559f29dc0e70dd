using System;
using System.Linq;
using DrawAot.Generators.Emit;
using DrawAot.Layout;

namespace DrawAot.Generators.Ops.Dense;

/// <summary>
/// A dense layer of one input vector: four panels at a time, whose sums keep both multipliers busy. One or two remaining
/// panels are computed together with the four before them: fewer would take the same time. <see cref="WideKernel"/> is the second
/// way.
/// </summary>
internal static class DensePanels
{
    private const int AtATime = 4;

    public static string Emit(DenseOp op)
    {
        int panels = (int)op.Block.Rows.Value / PanelFormat.PanelRows;
        int last = panels % AtATime;
        last += last is 1 or 2 && panels > AtATime ? AtATime : 0;
        int whole = panels - last, wide = WideKernel.PanelsOf(op.Block, whole);
        string wideLoop = $$"""
                    nuint row = 0;
                    if (Vector512.IsHardwareAccelerated)
                    {
                        // Eight sums need the registers of AVX-512.
                        for (; row < {{wide}} * PanelRows; row += {{WideKernel.Panels}} * PanelRows)
                        {
                            {{Name(WideKernel.Panels)}}(ref Unsafe.Add(ref w, row / PanelRows * PanelSize), ref x, ref Unsafe.Add(ref y, row));
                        }
                    }
            """;
        string loop = $$"""
                    for ({{(wide > 0 ? "" : "nuint row = 0")}}; row < {{whole}} * PanelRows; row += {{AtATime}} * PanelRows)
                    {
                        {{Name(AtATime)}}(ref Unsafe.Add(ref w, row / PanelRows * PanelSize), ref x, ref Unsafe.Add(ref y, row));
                    }
            """;
        string end = whole == 0
            ? $"        {Name(last)}(ref w, ref x, ref y);"
            : $"        {Name(last)}(ref Unsafe.Add(ref w, {whole} * PanelSize), ref x, ref Unsafe.Add(ref y, {whole} * PanelRows));";
        return $$"""
                /// <summary>One input vector: a few panels at a time, each weight read once.</summary>
                private static void RunOne(ReadOnlySpan<float> weights, ReadOnlySpan<float> input, Span<float> output)
                {
                    ref float w = ref MemoryMarshal.GetReference(weights);
                    ref float x = ref MemoryMarshal.GetReference(input);
                    ref float y = ref MemoryMarshal.GetReference(output);
            {{string.Join("\n\n", new[] { wide > 0 ? wideLoop : "", whole > 0 ? loop : "", last > 0 ? end : "" }.Where(part => part.Length > 0))}}
                }{{(wide > 0 ? Panels(op, WideKernel.Panels) : "")}}{{(whole > 0 ? Panels(op, AtATime) : "")}}{{(last > 0 ? Panels(op, last) : "")}}
            """;
    }

    private static string Name(int panels) => Lines.Number(panels) + (panels == 1 ? "Panel" : "Panels");

    private static string Panels(DenseOp op, int panels)
    {
        WeightPair pair = op.Block.Format.Pair!; // an int8 block has another kernel
        return $$"""


                /// <summary>{{Lines.Number(panels)}} panel{{(panels == 1 ? "" : "s")}}.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void {{Name(panels)}}(ref float w, ref float x, ref float y)
                {
            {{Lines.Each(panels, 2, panel => $"Vector512<float> y{panel} = Vector512.LoadUnsafe(ref w, {panel} * PanelSize);")}}
                    w = ref Unsafe.Add(ref w, PanelRows);

                    // y ← y + Σₖ W[k]·x[k]
            {{BlockedSum.Emit(
                pair, op.Block.Inputs.Name, op.Block.Inputs.Value, BlockedSum.Numbered(panels),
                (inputs, sum) => PanelProducts.Emit(pair, inputs, panels, sum), 2)}}

            {{Lines.Each(panels, 2, panel => $"y{panel}.StoreUnsafe(ref y, {panel} * PanelRows);")}}
                }
            """;
    }
}
