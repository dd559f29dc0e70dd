using System;
using System.Collections.Generic;
using System.Linq;

namespace DrawAot.Generators.Emit;

/// <summary>
/// How sums over all inputs are made, two inputs at a time, in one order wherever a sum is made: that is what makes a picture
/// the same everywhere. In floats they are made of short runs, and what the addition of one rounds off is where the next one
/// starts (Kahan's summation): a trained decoder amplifies rounding errors over a sequence of glimpses, and they would
/// otherwise reach 1e-5 of a pixel. Weights of fewer bits are not worth it, and their products join the sum one by one.
/// </summary>
internal static class Summation
{
    private const int RunLength = 16;

    /// <summary>Emits it. The text moves the references w and x along.</summary>
    /// <param name="pair">How weights are stored.</param>
    /// <param name="inputs">The constant of how many inputs there are.</param>
    /// <param name="count">That number.</param>
    /// <param name="sums">What each sum is called behind the letters of its run and of its next value; the sum itself exists.</param>
    /// <param name="products">Adds the products of two inputs, each to the sum that it belongs to under the name it is given.</param>
    /// <param name="depth">How deep it is indented.</param>
    public static string Emit(
        WeightPair pair, string inputs, int count, IReadOnlyList<Sum> sums, Func<Func<int, string>, string> products, int depth)
    {
        string one = $$"""
            {{products(sum => pair.Carries ? sums[sum].Run : sums[sum].Name)}}
            w = ref Unsafe.Add(ref w, {{pair.Size}});
            x = ref Unsafe.Add(ref x, 2);
            """;
        return Lines.Indent(depth, pair.Carries ? InRuns(inputs, count, sums, one) : Loop(inputs, one));
    }

    private static string InRuns(string inputs, int count, IReadOnlyList<Sum> sums, string one)
    {
        string start = string.Join(", ", sums.Select((sum, number) => number == 0 ? $"{sum.Run} = Vector512<float>.Zero" : $"{sum.Run} = {sums[0].Run}"));
        string join = "// What an addition rounds off is where the next run starts.\n" + Lines.Each(sums.Count, 0, sum => $"""
            Vector512<float> {sums[sum].Next} = {sums[sum].Name} + {sums[sum].Run};
            {sums[sum].Run} -= {sums[sum].Next} - {sums[sum].Name};
            {sums[sum].Name} = {sums[sum].Next};
            """);
        string whole = $$"""
            for (nuint run = 0; run < {{inputs}} / RunLength; run++)
            {
            {{Lines.Indent(1, Loop("RunLength", one))}}

            {{Lines.Indent(1, join)}}
            }
            """;
        string rest = $$"""
            {{Loop(inputs + (count < RunLength ? "" : " % RunLength"), one)}}

            {{join}}
            """;
        string runs = count < RunLength ? rest : count % RunLength == 0 ? whole : $$"""
            {{whole}}

            {
            {{Lines.Indent(1, rest)}}
            }
            """;
        return $$"""
            Vector512<float> {{start}};
            {{runs}}
            """;
    }

    private static string Loop(string inputs, string one) => $$"""
        for (nuint k = 0; k < {{inputs}}; k += 2)
        {
        {{Lines.Indent(1, one)}}
        }
        """;

    /// <summary>The sums y0, y1, …</summary>
    public static Sum[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(sum => new Sum($"y{sum}", $"s{sum}", $"t{sum}"))];

    /// <summary>A sum, the run of products that joins it next, and what it is then.</summary>
    internal sealed record Sum(string Name, string Run, string Next);
}
