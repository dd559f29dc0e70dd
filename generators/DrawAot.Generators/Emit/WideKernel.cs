using DrawAot.Layout;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The second way of one picture's kernels, for the registers of AVX-512 alone: eight sums, so that multipliers have work while each sum
/// waits for its last product. Four sums are the first way. In float32 they wait for memory, so there is no second.
/// </summary>
internal static class WideKernel
{
    /// <summary>Panels at a time, each with a sum.</summary>
    public const int Panels = 8;

    /// <summary>How many of a matrix's panels the second way takes; 0 where there is none.</summary>
    /// <param name="block">The matrix.</param>
    /// <param name="panels">Panels that the first way computes four at a time.</param>
    public static int PanelsOf(MatrixBlock block, int panels) => block.Format.Pair!.HasBlocks ? 0 : panels / Panels * Panels;
}
