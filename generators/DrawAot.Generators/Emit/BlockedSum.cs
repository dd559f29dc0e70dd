using System;
using System.Collections.Generic;
using System.Linq;
using DrawAot.Layout;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The order of a sum over all inputs, the same wherever a sum is computed: that makes a picture the same everywhere. float32
/// uses blocked summation: blocks of <see cref="Float32Format.SumBlock"/> inputs, whose sums are then added up. A trained decoder amplifies
/// rounding errors over a sequence of glimpses, and those of one long sum would reach 1e-5 of a pixel. Weights of fewer bits
/// have lost more to rounding than blocks would save, so their products join the sum one by one.
/// </summary>
internal static class BlockedSum
{
    /// <summary>Emits a sum. Its text advances the references w and x.</summary>
    /// <param name="pair">How weights are stored.</param>
    /// <param name="inputs">The constant of the number of inputs.</param>
    /// <param name="count">The number of inputs.</param>
    /// <param name="sums">The sums, which are declared and have a value.</param>
    /// <param name="products">
    /// The products of one or two inputs, each added to the sum that it belongs to: gets the number of inputs and the name of each sum.
    /// </param>
    /// <param name="depth">The indentation.</param>
    public static string Emit(
        WeightPair pair, string inputs, long count, IReadOnlyList<Sum> sums, Func<int, Func<int, string>, string> products, int depth)
    {
        return Lines.Indent(depth, pair.HasBlocks ? InBlocks() : InPairs(inputs, sum => sum.Name));

        // The last inputs are added one by one: a second loop of two would be more than the compiler inlines where vectors have 128 bits.
        string InBlocks() => count < Float32Format.SumBlock ? OneBlock(OneByOne(inputs)) : count % Float32Format.SumBlock == 0 ? Whole() : $$"""
            {{Whole()}}

            {
            {{Lines.Indent(1, OneBlock(OneByOne(inputs + " % SumBlock")))}}
            }
            """;

        string Whole() => $$"""
            for (nuint block = 0; block < {{inputs}} / SumBlock; block++)
            {
            {{Lines.Indent(1, OneBlock(InPairs("SumBlock", sum => sum.OfBlock)))}}
            }
            """;

        string OneBlock(string loop) => $$"""
            Vector512<float> {{string.Join(", ", sums.Select(sum => $"{sum.OfBlock} = {(sum == sums[0] ? "Vector512<float>.Zero" : sums[0].OfBlock)}"))}};
            {{loop}}

            {{Lines.Each(sums.Count, 0, sum => $"{sums[sum].Name} += {sums[sum].OfBlock};")}}
            """;

        string InPairs(string number, Func<Sum, string> name) => $$"""
            for (nuint k = 0; k < {{number}}; k += 2)
            {
            {{Lines.Indent(1, products(2, sum => name(sums[sum])))}}
                w = ref Unsafe.Add(ref w, {{pair.Size}});
                x = ref Unsafe.Add(ref x, 2);
            }
            """;

        string OneByOne(string number) => $$"""
            for (nuint k = 0; k < {{number}}; k++)
            {
            {{Lines.Indent(1, products(1, sum => sums[sum].OfBlock))}}
                w = ref Unsafe.Add(ref w, PanelRows);
                x = ref Unsafe.Add(ref x, 1);
            }
            """;
    }

    /// <summary>The sums y0, y1, …</summary>
    public static Sum[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(sum => new Sum($"y{sum}", $"s{sum}"))];

    /// <summary>A sum, and the block that joins it next.</summary>
    internal sealed record Sum(string Name, string OfBlock);
}
