using System;
using DrawAot.Layout;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The integer products of an int8 panel with a group of a tile's vectors: all of a tile would need more registers for their
/// sums and bytes than there are.
/// </summary>
internal static class Int8TileProducts
{
    /// <summary>Vectors of a group; a batch tile is a multiple.</summary>
    public const int Group = PanelFormat.BatchTile % 3 == 0 ? 3 : 2;

    /// <summary>The sums n0, n1, …, declared as zero.</summary>
    public static string Zeros => $"Vector512<int> n0 = Vector512<int>.Zero{string.Concat(Others(vector => $", n{vector} = n0"))};";

    /// <summary>Adds the products of eight inputs of each vector.</summary>
    /// <param name="place">The byte address of a vector's first input, relative to x; empty for x itself.</param>
    /// <param name="depth">The indentation.</param>
    public static string Products(Func<int, string> place, int depth) => Lines.Each(Group, depth, vector => $$"""
        Vector512<byte> x{{vector}}0 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref {{At(place(vector), "")}})).AsByte();
        Vector512<byte> x{{vector}}4 = Vector512.Create(Unsafe.ReadUnaligned<int>(ref {{At(place(vector), "4")}})).AsByte();
        n{{vector}} = VectorMath.MultiplyAddBytes(n{{vector}}, x{{vector}}0, x{{vector}}4, q0, q4);
        """);

    private static string At(string place, string offset)
    {
        string distance = place.Length == 0 ? offset : offset.Length == 0 ? place : $"{place} + {offset}";
        return distance.Length == 0 ? "x" : $"Unsafe.Add(ref x, {distance})";
    }

    private static string[] Others(Func<int, string> of)
    {
        string[] texts = new string[Group - 1];
        for (int k = 1; k < Group; k++)
        {
            texts[k - 1] = of(k);
        }

        return texts;
    }
}
