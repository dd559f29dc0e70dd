using DrawAot.Layout;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The way that a kernel of float32 takes where registers are sixteen of 128 bits: a method of the runtime that serves all shapes.
/// Emitted loops spill most of their sums there, which makes them half as fast; those of bfloat16, which have no sums of blocks, lose 4%.
/// </summary>
internal static class NarrowKernel
{
    /// <summary>A condition that one picture is not left to the method for batches; empty where there is no such way.</summary>
    public static string UnlessNarrow(MatrixBlock block) => HasOne(block) ? " && !NarrowPanels.AreFaster" : "";

    /// <summary>Calls the runtime's method in place of the rest of a method; empty where there is no such way.</summary>
    /// <param name="block">The matrix.</param>
    /// <param name="method">Multiply, or Add without biases.</param>
    /// <param name="arguments">What follows the matrix's shape.</param>
    public static string Call(MatrixBlock block, string method, string arguments) => !HasOne(block) ? "" : $$"""

                // Sixteen registers of 128 bits do not hold the sums of a tile.
                if (NarrowPanels.AreFaster)
                {
                    NarrowPanels.{{method}}(new({{block.Rows.Name}}, {{block.Inputs.Name}}, PanelSize), {{arguments}});
                    return;
                }

        """;

    private static bool HasOne(MatrixBlock block) => block.Format.Pair is { HasBlocks: true };
}
