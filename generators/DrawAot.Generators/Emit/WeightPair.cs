using System;
using DrawAot.Layout;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>
/// How a kernel of floats takes the weights of two inputs from a panel, in C#: as two vectors of floats, or from one vector of
/// words that hold a bfloat16 of each. Such a word read as a float is the first weight: packing accounts for its lower bits.
/// Its lower half is the second one.
/// </summary>
/// <param name="Order">How the words of a panel follow one another.</param>
/// <param name="Second">The second input's weights, from a variable with those of the first or from memory.</param>
/// <param name="Size">Words from one pair to the next.</param>
/// <param name="HasBlocks">Whether sums are blocked, as <see cref="BlockedSum"/> describes.</param>
internal sealed record WeightPair(string Order, Func<string, string, string> Second, string Size, bool HasBlocks)
{
    private static readonly WeightPair Float32 = new(
        Order: "by input",
        Second: (first, place) => $"Vector512.LoadUnsafe(ref w, {place})",
        Size: "2 * PanelRows",
        HasBlocks: true);

    private static readonly WeightPair Bfloat16 = new(
        Order: "by pairs of inputs",
        Second: (first, place) => $"({first}.AsInt32() << 16).AsSingle()",
        Size: "PanelRows",
        HasBlocks: false);

    /// <summary>Of a matrix in float32 or bfloat16.</summary>
    public static WeightPair Of(PanelFormat format) => format.Precision is WeightPrecision.Float32 ? Float32 : Bfloat16;
}
