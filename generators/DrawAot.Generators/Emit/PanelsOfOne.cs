using System;
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
        return $$"""
                /// <summary>One vector of inputs: a few panels at a time, whose weights pass by once.</summary>
                private static void RunOne(ReadOnlySpan<float> weights, ReadOnlySpan<float> input, Span<float> output)
                {
                    ref float w = ref MemoryMarshal.GetReference(weights);
                    ref float x = ref MemoryMarshal.GetReference(input);
                    ref float y = ref MemoryMarshal.GetReference(output);
            {{string.Join("\n\n", new[] { whole > 0 ? loop : "", last > 0 ? end : "" }.Where(part => part.Length > 0))}}
                }{{(whole > 0 ? Panels(plan, layer, AtATime) : "")}}{{(last > 0 ? Panels(plan, layer, last) : "")}}
            """;
    }

    private static string Name(int panels) => Lines.Number(panels) + (panels == 1 ? "Panel" : "Panels");

    private static string Panels(ModelPlan plan, Layer layer, int panels)
    {
        WeightPair pair = WeightPair.Of(plan.Precision);
        return $$"""


                /// <summary>{{Lines.Number(panels)}} of them.</summary>
                [MethodImpl(MethodImplOptions.NoInlining)]
                private static void {{Name(panels)}}(ref float w, ref float x, ref float y)
                {
            {{Lines.Each(panels, 2, panel => $"Vector512<float> y{panel} = Vector512.LoadUnsafe(ref w, {panel} * PanelSize);")}}
                    w = ref Unsafe.Add(ref w, Lanes);

                    // y ← y + Σₖ W[k]·x[k]
            {{Summation.Emit(pair, layer.Inputs, layer.InputCount(plan), Summation.Numbered(panels), (inputs, sum) => Products(pair, inputs, panels, sum), 2)}}

            {{Lines.Each(panels, 2, panel => $"y{panel}.StoreUnsafe(ref y, {panel} * Lanes);")}}
                }
            """;
    }

    /// <summary>The products of one input or two with the weights of some panels, two panels at a time.</summary>
    /// <param name="pair">How weights are stored.</param>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="panels">How many panels.</param>
    /// <param name="sum">What the sum of each panel is called.</param>
    public static string Products(WeightPair pair, int inputs, int panels, Func<int, string> sum)
    {
        return $"""
            Vector512<float> x0 = Vector512.Create(x){(inputs == 1 ? "" : ", x1 = Vector512.Create(Unsafe.Add(ref x, 1))")};
            {Lines.Each(panels, 0, panel => panel % 2 == 0 ? Two(panel, Math.Min(2, panels - panel)) : "")}
            """;

        string Two(int first, int count) => Lines.Join(
            Lines.Each(count, 0, panel => $"Vector512<float> w{first + panel} = Vector512.LoadUnsafe(ref w, {first + panel} * PanelSize);"),
            Lines.Each(count, 0, panel => Product("x0", first + panel, $"w{first + panel}")),
            inputs == 1 ? "" : Lines.Each(count, 0, panel => Product("x1", first + panel, SecondOf(first + panel))));

        string SecondOf(int panel) => pair.Second($"w{panel}", $"{panel} * PanelSize + Lanes");

        string Product(string input, int panel, string weights) => $"{sum(panel)} = Vector512.MultiplyAddEstimate({input}, {weights}, {sum(panel)});";
    }
}
