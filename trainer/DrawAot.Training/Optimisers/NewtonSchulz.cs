using System.Numerics.Tensors;
using DrawAot.Training.Gemm;

namespace DrawAot.Training.Optimisers;

/// <summary>
/// Brings the singular values of a matrix near 1 and leaves its singular vectors: five steps of a quintic Newton-Schulz
/// iteration (Jordan et al. 2024).
/// </summary>
/// <remarks>
/// <code>
/// X ← X/(‖X‖_F + 1e-7), then five times:   A = X·Xᵀ,   X ← a·X + (b·A + c·A²)·X,   (a, b, c) = (3.4445, −4.7750, 2.0315)
/// </code>
/// These coefficients bring singular values from 0.003 to 1 of the largest into about [0.7, 1.2] instead of converging
/// to 1: that is as good for training, and five steps suffice.
/// </remarks>
internal sealed unsafe class NewtonSchulz : IDisposable
{
    /// <summary>Steps of the iteration, and its coefficients a, b, c.</summary>
    public const int Steps = 5;

    /// <inheritdoc cref="Steps"/>
    public const float A = 3.4445f, B = -4.7750f, C = 2.0315f;

    private const double Epsilon = 1e-7; // a matrix far below it, such as the momentum of a dead block, fades out

    // The matrix lies on its side where it has more rows than columns: n ≤ m.
    private readonly NativeTensor _matrix, _next; // X [n, m]
    private readonly NativeTensor _gram, _square; // X·Xᵀ and its square [n, n]
    private readonly NativeTensor _panel; // a panel of the right factor [m, NR]

    /// <summary>Allocates room for the largest of some matrices.</summary>
    /// <param name="blocks">The matrices, at least one.</param>
    public NewtonSchulz(IEnumerable<ParameterBlock> blocks)
    {
        int n = 0, m = 0;
        foreach (ParameterBlock block in blocks)
        {
            (n, m) = (Math.Max(n, Math.Min(block.Rows, block.Columns)), Math.Max(m, Math.Max(block.Rows, block.Columns)));
        }

        int rows = NativeTensor.Padded(n);
        _matrix = new NativeTensor(1, rows, m);
        _next = new NativeTensor(1, rows, m);
        _gram = new NativeTensor(1, rows, n);
        _square = new NativeTensor(1, rows, n);
        _panel = new NativeTensor(1, 1, m * GemmMicroKernel.Columns);
    }

    private float* Panel => _panel[0, 0];

    /// <summary>Multiplications of one step, up to a factor.</summary>
    public static long Cost(ParameterBlock block)
    {
        long n = Math.Min(block.Rows, block.Columns), m = Math.Max(block.Rows, block.Columns);
        return n * n * (3 * m + n);
    }

    /// <summary>Divides the numbers of a matrix by its Frobenius norm; zero stays zero.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="normalised">Receives the quotients; may be <paramref name="values"/>.</param>
    public static void Normalise(ReadOnlySpan<float> values, Span<float> normalised)
    {
        // In double: squares of a decaying momentum underflow in float, and with too small a norm the iteration diverges.
        double squares = 0;
        foreach (float value in values)
        {
            squares += (double)value * value;
        }

        TensorPrimitives.Multiply(values, (float)(1 / (Math.Sqrt(squares) + Epsilon)), normalised);
    }

    /// <summary>Replaces a matrix G = U·S·Vᵀ with about U·Vᵀ; zero stays zero.</summary>
    /// <param name="values">G [rows, columns], row-major.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    public void Orthogonalise(Span<float> values, int rows, int columns)
    {
        Normalise(values, values);
        bool lies = rows > columns;
        (int n, int m) = lies ? (columns, rows) : (rows, columns);
        NativeTensor x = _matrix, next = _next;
        x.Floats.Clear();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < m; j++)
            {
                x[0, i][j] = values[lies ? j * columns + i : i * columns + j];
            }
        }

        for (int step = 0; step < Steps; step++)
        {
            Gram(x, n, m);
            SquareOfGram(n);
            TensorPrimitives.Multiply(_gram.Floats, B, _gram.Floats);
            TensorPrimitives.MultiplyAdd(_square.Floats, C, _gram.Floats, _gram.Floats);
            TensorPrimitives.Multiply(x.Floats, A, next.Floats);
            AddProduct(x, n, m, next);
            (x, next) = (next, x);
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < m; j++)
            {
                values[lies ? j * columns + i : i * columns + j] = x[0, i][j];
            }
        }
    }

    public void Dispose()
    {
        _matrix.Dispose();
        _next.Dispose();
        _gram.Dispose();
        _square.Dispose();
        _panel.Dispose();
    }

    /// <summary>X·Xᵀ: the tiles on and above the diagonal, then their mirror image.</summary>
    private void Gram(NativeTensor x, int n, int m)
    {
        for (int column = 0, width; column < n; column += width)
        {
            width = PanelWidth(n, column);
            for (int j = 0; j < width; j++)
            {
                float* row = x[0, column + j], to = Panel + j;
                for (int k = 0; k < m; k++)
                {
                    to[k * width] = row[k];
                }
            }

            Multiply(x, m, Math.Min(n, column + width), column, width, _gram, accumulate: false);
        }

        Mirror(_gram, n);
    }

    private void SquareOfGram(int n)
    {
        for (int column = 0, width; column < n; column += width)
        {
            width = PanelWidth(n, column);
            CopyPanel(_gram, n, column, width);
            Multiply(_gram, n, Math.Min(n, column + width), column, width, _square, accumulate: false);
        }

        Mirror(_square, n);
    }

    /// <summary>to += (b·A + c·A²)·x.</summary>
    private void AddProduct(NativeTensor x, int n, int m, NativeTensor to)
    {
        for (int column = 0, width; column < m; column += width)
        {
            width = PanelWidth(m, column);
            CopyPanel(x, n, column, width);
            Multiply(_gram, n, n, column, width, to, accumulate: true);
        }
    }

    /// <summary>The product of a matrix's first rows with the panel.</summary>
    private void Multiply(NativeTensor left, int terms, int rows, int column, int width, NativeTensor to, bool accumulate) =>
        GemmMicroKernel.MultiplyPanel(
            left[0, 0], left.Width, 1, rows, Panel, width, width, terms, to[0, 0] + column, to.Width, accumulate);

    /// <summary>Copies some columns of a matrix's first rows into the panel.</summary>
    private void CopyPanel(NativeTensor from, int rows, int column, int width)
    {
        for (int k = 0; k < rows; k++)
        {
            new ReadOnlySpan<float>(from[0, k] + column, width).CopyTo(new Span<float>(Panel + k * width, width));
        }
    }

    private static int PanelWidth(int columns, int column) => Math.Min(GemmMicroKernel.Columns, NativeTensor.Padded(columns) - column);

    private static void Mirror(NativeTensor square, int n)
    {
        for (int i = 1; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                square[0, i][j] = square[0, j][i];
            }
        }
    }
}
