using System;
using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Generators.Emit;

/// <summary>
/// How sums over all inputs are made, two inputs at a time but for what is left of a run, in one order wherever a sum is made: that is what makes a picture
/// the same everywhere. In floats they are made of runs, whose sums are then added up: a trained decoder amplifies rounding
/// errors over a sequence of glimpses, and those of one long sum would reach 1e-5 of a pixel. Weights of fewer bits
/// have lost more by being rounded than runs would save, and their products join the sum one by one.
/// </summary>
internal static class Summation
{
    /// <summary>Inputs of a run. Shorter ones are no more exact: what remains comes from elsewhere.</summary>
    public const int RunLength = 32;

    /// <summary>Emits it. The text moves the references w and x along.</summary>
    /// <param name="pair">How weights are stored.</param>
    /// <param name="inputs">The constant of how many inputs there are.</param>
    /// <param name="count">That number.</param>
    /// <param name="sums">The sums, which exist and have a value.</param>
    /// <param name="products">
    /// Adds the products of so many inputs, one or two, each to the sum that it belongs to under the name it is given.
    /// </param>
    /// <param name="depth">How deep it is indented.</param>
    public static string Emit(
        WeightPair pair, string inputs, int count, IReadOnlyList<Sum> sums, Func<int, Func<int, string>, string> products, int depth)
    {
        return Lines.Indent(depth, pair.Runs ? InRuns() : InPairs(inputs, sum => sum.Name));

        // What is left is done one by one: a second loop of two would be more than the compiler inlines where vectors have 128 bits.
        string InRuns() => count < RunLength ? Run(OneByOne(inputs)) : count % RunLength == 0 ? Whole() : $$"""
            {{Whole()}}

            {
            {{Lines.Indent(1, Run(OneByOne(inputs + " % RunLength")))}}
            }
            """;

        string Whole() => $$"""
            for (nuint run = 0; run < {{inputs}} / RunLength; run++)
            {
            {{Lines.Indent(1, Run(InPairs("RunLength", sum => sum.Run)))}}
            }
            """;

        string Run(string loop) => $$"""
            Vector512<float> {{string.Join(", ", sums.Select(sum => $"{sum.Run} = {(sum == sums[0] ? "Vector512<float>.Zero" : sums[0].Run)}"))}};
            {{loop}}

            {{Lines.Each(sums.Count, 0, sum => $"{sums[sum].Name} += {sums[sum].Run};")}}
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
            {{Lines.Indent(1, products(1, sum => sums[sum].Run))}}
                w = ref Unsafe.Add(ref w, Lanes);
                x = ref Unsafe.Add(ref x, 1);
            }
            """;
    }

    /// <summary>The sums y0, y1, …</summary>
    public static Sum[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(sum => new Sum($"y{sum}", $"s{sum}"))];

    /// <summary>A sum, and the run of products that joins it next.</summary>
    internal sealed record Sum(string Name, string Run);
}
