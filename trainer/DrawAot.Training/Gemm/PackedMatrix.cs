namespace DrawAot.Training.Gemm;

/// <summary>
/// A matrix [terms, columns] in the order in which <see cref="GemmMicroKernel"/> reads it: panels of NR columns, one after
/// the other, each [terms, NR]. The last panel may have <see cref="GemmMicroKernel.NarrowColumns"/>. Zero at first.
/// </summary>
internal sealed unsafe class PackedMatrix : IDisposable
{
    private readonly NativeTensor _block;

    /// <summary>Takes the memory.</summary>
    /// <param name="terms">Rows.</param>
    /// <param name="columns">Columns; they are padded.</param>
    public PackedMatrix(int terms, int columns)
    {
        (Terms, Columns) = (terms, NativeTensor.Padded(columns));
        _block = new NativeTensor(1, 1, checked(terms * Columns));
    }

    /// <summary>Rows.</summary>
    public int Terms { get; }

    /// <summary>Columns, padded.</summary>
    public int Columns { get; }

    /// <summary>Panels.</summary>
    public int Panels => (Columns + GemmMicroKernel.Columns - 1) / GemmMicroKernel.Columns;

    /// <summary>The first number of a panel [terms, <see cref="Width"/>].</summary>
    public float* this[int panel] => _block[0, 0] + (long)panel * GemmMicroKernel.Columns * Terms;

    /// <summary>Columns of a panel.</summary>
    public int Width(int panel) => Math.Min(GemmMicroKernel.Columns, Columns - panel * GemmMicroKernel.Columns);

    /// <summary>y = x·M, or y += x·M.</summary>
    /// <param name="x">x [rows, terms].</param>
    /// <param name="xWidth">From one row of x to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="y">y [rows, columns], padded.</param>
    /// <param name="yWidth">From one row of y to the next.</param>
    /// <param name="accumulate">Whether to add to y.</param>
    public void Multiply(float* x, int xWidth, int rows, float* y, int yWidth, bool accumulate)
    {
        for (int panel = 0; panel < Panels; panel++)
        {
            int width = Width(panel);
            GemmMicroKernel.MultiplyPanel(
                x, xWidth, 1, rows, this[panel], width, width, Terms, y + panel * GemmMicroKernel.Columns, yWidth, accumulate);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _block.Dispose();
}
