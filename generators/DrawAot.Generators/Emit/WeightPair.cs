using System;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>
/// How a kernel takes the weights of two inputs from a panel, in C#: as two vectors of floats, or from one vector of words
/// that hold a bfloat16 of each. Such a word as it is is the first weight, whose lower bits were reckoned with when it was
/// packed; its lower half is the second one.
/// </summary>
/// <param name="Words">Words of a panel's row that hold so many inputs.</param>
/// <param name="Order">How they follow one another.</param>
/// <param name="Second">The second input's weights, from a variable with those of the first one or from memory behind them.</param>
/// <param name="Size">Words from one pair to the next.</param>
/// <param name="Runs">Whether sums are made of runs, as <see cref="Summation"/> has it.</param>
internal sealed record WeightPair(
    Func<string, string> Words, string Order, Func<string, string, string> Second, string Size, bool Runs)
{
    private static readonly WeightPair Float32 = new(
        Words: inputs => inputs,
        Order: "by input",
        Second: (first, place) => $"Vector512.LoadUnsafe(ref w, {place})",
        Size: "2 * Lanes",
        Runs: true);

    private static readonly WeightPair Bfloat16 = new(
        Words: inputs => $"({inputs} + 1) / 2",
        Order: "by pairs of inputs",
        Second: (first, place) => $"({first}.AsInt32() << 16).AsSingle()",
        Size: "Lanes",
        Runs: false);

    /// <summary>Of the layers and LSTMs whose inputs are floats.</summary>
    public static WeightPair Of(WeightPrecision precision) => precision is WeightPrecision.Float32 ? Float32 : Bfloat16;
}
