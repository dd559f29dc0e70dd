using System.Globalization;
using DrawAot.Bench.Measuring;

namespace DrawAot.Bench.Kernels;

/// <summary>Kernels beside their roofs as a table.</summary>
internal static class KernelTable
{
    /// <summary>The table; times in µs, for all glimpses of one picture.</summary>
    public static string Of(IReadOnlyList<KernelFigure> figures) => MarkdownTable.Of(
        ["kernel", "weights", "roof, µs", "measured, µs", "fraction"],
        figures.Select(figure => (IReadOnlyList<string>)
        [
            figure.Kernel, figure.Precision,
            (figure.Roof * 1e6).ToString("F1", CultureInfo.InvariantCulture),
            (figure.Measured * 1e6).ToString("F1", CultureInfo.InvariantCulture),
            figure.Fraction.ToString("F2", CultureInfo.InvariantCulture),
        ]));
}
