using System.Linq;
using DrawAot.Generators.Planning;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>
/// A layer of one vector of inputs: four panels at a time, which have as many sums under way as multipliers need, and a last
/// few. One or two that four do not go into are done with the four before them, since fewer take as long.
/// </summary>
internal static class PanelsOfOne
{
    private const int AtATime = 4;

    public static string Emit(ModelPlan plan, Layer layer)
    {
        int panels = layer.RowCount(plan) / PanelLayout.Lanes;
        int last = panels % AtATime;
        last += last is 1 or 2 && panels > AtATime ? AtATime : 0;
        int whole = panels - last;
        string loop = $$"""
                    for (nuint row = 0; row < {{whole}} * Lanes; row += {{AtATime}} * Lanes)
                    {
                        {{Name(AtATime)}}(ref Unsafe.Add(ref w, row / Lanes * PanelSize), ref x, ref Unsafe.Add(ref y, row));
                    }
            """;
        string end = whole == 0
            ? $"        {Name(last)}(ref w, ref x, ref y);"
            : $"        {Name(last)}(ref Unsafe.Add(ref w, {whole} * PanelSize), ref x, ref Unsafe.Add(ref y, {whole} * Lanes));";
        WeightPair pair = WeightPair.Of(plan.Precision);
        return $$"""
                /// <summary>One vector of inputs: a few panels at a time, whose weights pass by once.</summary>
                private static void RunOne(ReadOnlySpan<float> weights, ReadOnlySpan<float> input, Span<float> output)
                {
                    ref float w = ref MemoryMarshal.GetReference(weights);
                    ref float x = ref MemoryMarshal.GetReference(input);
                    ref float y = ref MemoryMarshal.GetReference(output);
            {{string.Join("\n\n", new[] { whole > 0 ? loop : "", last > 0 ? end : "" }.Where(part => part.Length > 0))}}
                }{{(whole > 0 ? Panels(layer, pair, AtATime) : "")}}{{(last > 0 ? Panels(layer, pair, last) : "")}}
            """;
    }

    private static string Name(int panels) => Lines.Number(panels) + (panels == 1 ? "Panel" : "Panels");

    private static string Panels(Layer layer, WeightPair pair, int panels)
    {
        string sums = string.Join(", ", Enumerable.Range(0, panels).Select(panel => panel == 0 ? "s0 = Vector512<float>.Zero" : $"s{panel} = s0"));
        return $$"""


                /// <summary>{{Lines.Number(panels)}} of them.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void {{Name(panels)}}(ref float w, ref float x, ref float y)
                {
            {{Lines.Each(panels, 2, panel => $"Vector512<float> y{panel} = Vector512.LoadUnsafe(ref w, {panel} * PanelSize);")}}
                    w = ref Unsafe.Add(ref w, Lanes);

                    // y ← y + Σₖ W[k]·x[k], one run of inputs after another; what the addition of one rounds off starts the next.
                    Vector512<float> {{sums}};
                    for (nuint first = 0; first < {{layer.Inputs}}; first += RunLength)
                    {
                        nuint end = first + RunLength < {{layer.Inputs}} ? first + RunLength : {{layer.Inputs}};
                        for (nuint k = first; k < end; k += 2)
                        {
                            Vector512<float> x0 = Vector512.Create(Unsafe.Add(ref x, k)), x1 = Vector512.Create(Unsafe.Add(ref x, k + 1));
            {{Lines.Each(panels, 4, panel => panel % 2 == 0 ? Products(pair, panel, panel + 1 < panels) : "")}}
                            w = ref Unsafe.Add(ref w, {{pair.Size}});
                        }

            {{Lines.Each(panels, 3, panel => CarriedSum.Of($"y{panel}", $"s{panel}", $"t{panel}"))}}
                    }

            {{Lines.Each(panels, 2, panel => $"y{panel}.StoreUnsafe(ref y, {panel} * Lanes);")}}
                }
            """;
    }

    /// <summary>Two inputs of a panel, or of two.</summary>
    private static string Products(WeightPair pair, int panel, bool two)
    {
        int next = panel + 1;
        return two
            ? $"""
               Vector512<float> w{panel} = {First(panel)}, w{next} = {First(next)};
               s{panel} = Vector512.MultiplyAddEstimate(x0, w{panel}, s{panel});
               s{next} = Vector512.MultiplyAddEstimate(x0, w{next}, s{next});
               s{panel} = Vector512.MultiplyAddEstimate(x1, {Second(panel)}, s{panel});
               s{next} = Vector512.MultiplyAddEstimate(x1, {Second(next)}, s{next});
               """
            : $"""
               Vector512<float> w{panel} = {First(panel)};
               s{panel} = Vector512.MultiplyAddEstimate(x0, w{panel}, s{panel});
               s{panel} = Vector512.MultiplyAddEstimate(x1, {Second(panel)}, s{panel});
               """;

        string First(int of) => $"Vector512.LoadUnsafe(ref w, {of} * PanelSize)";

        string Second(int of) => pair.Second($"w{of}", $"{of} * PanelSize + Lanes");
    }
}
