namespace DrawAot.Generators.Emit;

/// <summary>
/// The sums of a panel for six vectors of inputs: whole runs of inputs, of a length that the compiler knows, and what is left
/// of them. Expects the sums y0 to y5, the runs s0 to s5, and references w and x, which it moves along.
/// </summary>
internal static class RunsOfTile
{
    public const int Vectors = 6;

    private const int RunLength = 16;

    /// <param name="pair">How weights are stored.</param>
    /// <param name="inputs">The constant of how many inputs there are.</param>
    /// <param name="count">That number.</param>
    /// <param name="strides">From one vector of inputs to each.</param>
    /// <param name="depth">How deep it is indented.</param>
    public static string Emit(WeightPair pair, string inputs, int count, string[] strides, int depth)
    {
        string products = $"""
            Vector512<float> wk = Vector512.LoadUnsafe(ref w);
            {Lines.Each(Vectors, 0, vector => Product(vector, strides[vector]))}

            wk = {pair.Second("wk", "Lanes")};
            {Lines.Each(Vectors, 0, vector => Product(vector, strides[vector] + " + 1"))}
            w = ref Unsafe.Add(ref w, {pair.Size});
            x = ref Unsafe.Add(ref x, 2);
            """;
        string carry = Lines.Each(Vectors, 0, vector => CarriedSum.Of($"y{vector}", $"s{vector}", $"t{vector}"));
        string whole = $$"""
            for (nuint run = 0; run < {{inputs}} / RunLength; run++)
            {
                for (nuint k = 0; k < RunLength; k += 2)
                {
            {{Lines.Indent(2, products)}}
                }

            {{Lines.Indent(1, carry)}}
            }
            """;
        string last = $$"""
            for (nuint k = 0; k < {{inputs}}{{(count < RunLength ? "" : " % RunLength")}}; k += 2)
            {
            {{Lines.Indent(1, products)}}
            }

            {{carry}}
            """;
        string text = count < RunLength ? last : count % RunLength == 0 ? whole : $$"""
            {{whole}}

            {
            {{Lines.Indent(1, last)}}
            }
            """;
        return Lines.Indent(depth, text);
    }

    private static string Product(int vector, string place) =>
        $"s{vector} = Vector512.MultiplyAddEstimate(wk, Vector512.Create(Unsafe.Add(ref x, {place})), s{vector});";
}
