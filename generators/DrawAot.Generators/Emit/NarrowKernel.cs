using DrawAot.Layout;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The path of float32 kernels on processors with sixteen registers of 128 bits, for one picture and for batches: a method of the
/// runtime that serves all shapes. Emitted loops spill most of their sums there. bfloat16, which has no sums of blocks, would gain little
/// (docs/performance.md).
/// </summary>
internal static class NarrowKernel
{
    /// <summary>The condition under which one picture has a kernel of its own; empty where it always has.</summary>
    public static string UnlessNarrow(MatrixBlock block) => HasOne(block) ? " && !NarrowPanels.AreFaster" : "";

    /// <summary>Calls the runtime's method in place of the rest of a method; empty where there is no such path.</summary>
    /// <param name="block">The matrix.</param>
    /// <param name="method">Multiply, or Add without biases.</param>
    /// <param name="arguments">What follows the matrix's shape.</param>
    public static string Call(MatrixBlock block, string method, string arguments) => !HasOne(block) ? "" : $$"""

                // Sixteen registers of 128 bits do not hold these sums, nor those of one picture.
                if (NarrowPanels.AreFaster)
                {
                    NarrowPanels.{{method}}(new({{block.Rows.Name}}, {{block.Inputs.Name}}, PanelSize), {{arguments}});
                    return;
                }

        """;

    private static bool HasOne(MatrixBlock block) => block.Format.Pair is { HasBlocks: true };
}
