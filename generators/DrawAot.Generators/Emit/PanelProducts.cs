using System;
using System.Linq;

namespace DrawAot.Generators.Emit;

/// <summary>The products of one input vector with some panels, two panels at a time.</summary>
internal static class PanelProducts
{
    /// <summary>The products of one input or two.</summary>
    /// <param name="pair">How weights are stored.</param>
    /// <param name="inputs">How many inputs.</param>
    /// <param name="panels">How many panels.</param>
    /// <param name="sum">The variable of each panel's sum.</param>
    public static string Emit(WeightPair pair, int inputs, int panels, Func<int, string> sum)
    {
        return $"""
            Vector512<float> x0 = Vector512.Create(x){(inputs == 1 ? "" : ", x1 = Vector512.Create(Unsafe.Add(ref x, 1))")};
            {Lines.Each(panels, 0, panel => panel % 2 == 0 ? Two(panel, Math.Min(2, panels - panel)) : "")}
            """;

        string Two(int first, int count) => Lines.Join(
            Lines.Each(count, 0, panel => $"Vector512<float> w{first + panel} = Vector512.LoadUnsafe(ref w, {first + panel} * PanelSize);"),
            Lines.Each(count, 0, panel => Product("x0", first + panel, $"w{first + panel}")),
            inputs == 1 ? "" : Lines.Each(count, 0, panel => Product("x1", first + panel, SecondOf(first + panel))));

        string SecondOf(int panel) => pair.Second($"w{panel}", $"{panel} * PanelSize + PanelRows");

        string Product(string input, int panel, string weights) => $"{sum(panel)} = Vector512.MultiplyAddEstimate({input}, {weights}, {sum(panel)});";
    }
}
