using System;
using System.Linq;
using DrawAot.Layout;

namespace DrawAot.Generators.Emit;

/// <summary>The products of one panel with the input vectors of a batch tile: each weight, once loaded, serves all of them.</summary>
internal static class BatchTileProducts
{
    private const int Vectors = PanelFormat.BatchTile;

    /// <summary>The sums y0, y1, … of the tile.</summary>
    public static BlockedSum.Sum[] Sums { get; } = BlockedSum.Numbered(Vectors);

    /// <summary>Each of the vectors on lines of its own.</summary>
    /// <param name="depth">The indentation.</param>
    /// <param name="of">The text of a vector.</param>
    public static string Each(int depth, Func<int, string> of) => Lines.Each(Vectors, depth, of);

    /// <summary>The first sum's value for all others, <c>, y1 = y0, y2 = y0, …</c></summary>
    public static string CopiesOfFirst(string name) => string.Concat(Enumerable.Range(1, Vectors - 1).Select(vector => $", {name}{vector} = {name}0"));

    /// <summary>
    /// The distance of a vector from the first one, times a stride. An address scales a register by 1, 2, 4 or 8, so other
    /// multiples come from the variables of <see cref="OddStrides"/>.
    /// </summary>
    /// <param name="vector">The vector's number; the first has no distance.</param>
    /// <param name="stride">The variable of the stride.</param>
    public static string Stride(int vector, string stride)
    {
        int scale = 1;
        for (; vector % 2 == 0 && scale < 8 && vector > 0; vector /= 2)
        {
            scale *= 2;
        }

        string odd = vector == 1 ? stride : $"x{vector}";
        return vector == 0 ? "" : scale == 1 ? odd : $"{scale} * {odd}";
    }

    /// <summary>Declares x3 = 3·stride, x5 = 5·stride, … as far as the tile needs them.</summary>
    public static string OddStrides(string stride)
    {
        string[] odd = [.. Enumerable.Range(3, Vectors).Where(vector => vector < Vectors && vector % 2 == 1).Select(vector => $"x{vector} = {vector} * {stride}")];
        return odd.Length == 0 ? "" : $"nuint {string.Join(", ", odd)};";
    }

    /// <summary>The products of one input or two.</summary>
    /// <param name="pair">How weights are stored.</param>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="stride">The distance from the first vector of inputs to each; empty for the first.</param>
    /// <param name="sum">The variable of each vector's sum.</param>
    public static string Products(WeightPair pair, int inputs, Func<int, string> stride, Func<int, string> sum)
    {
        string first = $"""
            Vector512<float> wk = Vector512.LoadUnsafe(ref w);
            {Each(0, vector => Product(sum(vector), Input(stride(vector))))}
            """;
        return inputs == 1 ? first : $"""
            {first}

            wk = {pair.Second("wk", "PanelRows")};
            {Each(0, vector => Product(sum(vector), Input(stride(vector), "1")))}
            """;
    }

    private static string Product(string sum, string input) => $"{sum} = VectorMath.MultiplyAdd(wk, {input}, {sum});";

    private static string Input(params string[] distances)
    {
        string distance = string.Join(" + ", distances.Where(part => part.Length > 0));
        return distance.Length == 0 ? "x" : $"Unsafe.Add(ref x, {distance})";
    }
}
