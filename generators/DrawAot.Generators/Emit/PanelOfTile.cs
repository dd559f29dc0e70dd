using System;

namespace DrawAot.Generators.Emit;

/// <summary>A panel for six vectors of inputs, each of whose weights serves all six.</summary>
internal static class PanelOfTile
{
    public const int Vectors = 6;

    /// <summary>The sums y0 to y5.</summary>
    public static Summation.Sum[] Sums { get; } = Summation.Numbered(Vectors);

    /// <summary>The products of two inputs.</summary>
    /// <param name="pair">How weights are stored.</param>
    /// <param name="strides">From one vector of inputs to each.</param>
    /// <param name="sum">What the sum of each is called.</param>
    public static string Products(WeightPair pair, string[] strides, Func<int, string> sum) => $"""
        Vector512<float> wk = Vector512.LoadUnsafe(ref w);
        {Lines.Each(Vectors, 0, vector => Product(sum(vector), strides[vector]))}

        wk = {pair.Second("wk", "Lanes")};
        {Lines.Each(Vectors, 0, vector => Product(sum(vector), strides[vector] + " + 1"))}
        """;

    private static string Product(string sum, string place) =>
        $"{sum} = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, {place})), {sum});";
}
