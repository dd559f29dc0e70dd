using System;
using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Generators.Emit;

/// <summary>
/// How sums over all inputs are made, two inputs at a time, in one order wherever a sum is made: that is what makes a picture
/// the same everywhere. In floats they are made of runs, whose sums are then added up: a trained decoder amplifies rounding
/// errors over a sequence of glimpses, and those of one long sum would reach 1e-5 of a pixel. Weights of fewer bits are not
/// worth it, and their products join the sum one by one.
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
    /// <param name="products">Adds the products of two inputs, each to the sum that it belongs to under the name it is given.</param>
    /// <param name="depth">How deep it is indented.</param>
    public static string Emit(
        WeightPair pair, string inputs, int count, IReadOnlyList<Sum> sums, Func<Func<int, string>, string> products, int depth)
    {
        string one = $$"""
            {{products(sum => pair.Runs ? sums[sum].Run : sums[sum].Name)}}
            w = ref Unsafe.Add(ref w, {{pair.Size}});
            x = ref Unsafe.Add(ref x, 2);
            """;
        return Lines.Indent(depth, pair.Runs ? InRuns(inputs, count, sums, one) : Loop(inputs, one));
    }

    /// <summary>The sums y0, y1, …</summary>
    public static Sum[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(sum => new Sum($"y{sum}", $"s{sum}"))];

    private static string InRuns(string inputs, int count, IReadOnlyList<Sum> sums, string one)
    {
        string whole = $$"""
            for (nuint run = 0; run < {{inputs}} / RunLength; run++)
            {
            {{Lines.Indent(1, Run("RunLength", sums, one))}}
            }
            """;
        return count < RunLength ? Run(inputs, sums, one) : count % RunLength == 0 ? whole : $$"""
            {{whole}}

            {
            {{Lines.Indent(1, Run(inputs + " % RunLength", sums, one))}}
            }
            """;
    }

    private static string Run(string inputs, IReadOnlyList<Sum> sums, string one)
    {
        string start = string.Join(", ", sums.Select(sum => $"{sum.Run} = {(sum == sums[0] ? "Vector512<float>.Zero" : sums[0].Run)}"));
        return $$"""
            Vector512<float> {{start}};
            {{Loop(inputs, one)}}

            {{Lines.Each(sums.Count, 0, sum => $"{sums[sum].Name} += {sums[sum].Run};")}}
            """;
    }

    private static string Loop(string inputs, string one) => $$"""
        for (nuint k = 0; k < {{inputs}}; k += 2)
        {
        {{Lines.Indent(1, one)}}
        }
        """;

    /// <summary>A sum, and the run of products that joins it next.</summary>
    internal sealed record Sum(string Name, string Run);
}
