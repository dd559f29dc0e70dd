using System;
using System.Linq;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>A panel for six vectors of inputs, each of whose weights serves all six.</summary>
internal static class PanelOfTile
{
    public const int Vectors = SessionLayout.Tile;

    /// <summary>The sums y0 to y5.</summary>
    public static Summation.Sum[] Sums { get; } = Summation.Numbered(Vectors);

    /// <summary>The products of one input or two.</summary>
    /// <param name="pair">How weights are stored.</param>
    /// <param name="inputs">How many.</param>
    /// <param name="strides">From the first vector of inputs to each; nothing to the first.</param>
    /// <param name="sum">What the sum of each is called.</param>
    public static string Products(WeightPair pair, int inputs, string[] strides, Func<int, string> sum)
    {
        string first = $"""
            Vector512<float> wk = Vector512.LoadUnsafe(ref w);
            {Lines.Each(Vectors, 0, vector => Product(sum(vector), Place(strides[vector])))}
            """;
        return inputs == 1 ? first : $"""
            {first}

            wk = {pair.Second("wk", "Lanes")};
            {Lines.Each(Vectors, 0, vector => Product(sum(vector), Place(strides[vector], "1")))}
            """;
    }

    private static string Product(string sum, string input) => $"{sum} = Vector512.MultiplyAddEstimate(wk, Vector512.Create({input}), {sum});";

    /// <summary>An input so far away; the first vector is no way away.</summary>
    private static string Place(params string[] distances)
    {
        string distance = string.Join(" + ", distances.Where(part => part.Length > 0));
        return distance.Length == 0 ? "x" : $"Unsafe.Add(ref x, {distance})";
    }
}
