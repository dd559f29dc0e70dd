using System.Runtime.Intrinsics;
using DrawAot.Training.Gemm;

namespace DrawAot.Training.Ops.Dense;

/// <summary>Maps a part of a tensor of weights to rows and columns of a <see cref="DenseWeights"/>.</summary>
/// <param name="Source">Index of its first number in the vector of all weights.</param>
/// <param name="Stride">From the weights of one output to those of the next.</param>
/// <param name="Outputs">Outputs of the part.</param>
/// <param name="FirstOutput">Index of its first output in the layer.</param>
/// <param name="Inputs">Inputs of the part; a bias has one, which is always 1.</param>
/// <param name="FirstInput">Index of its first input in the layer.</param>
internal readonly record struct WeightBlock(
    int Source, int Stride, int Outputs, int FirstOutput, int Inputs, int FirstInput);

/// <summary>
/// The weights W of an affine layer, packed once for each direction, and their gradient. The bias is the row of an input that
/// is always 1.
/// </summary>
internal sealed unsafe class DenseWeights : IDisposable
{
    /// <summary>Rows (images times glimpses) of one block of the weights' gradient: a packed panel fits into the L1 cache.</summary>
    private const int Depth = 128;

    private readonly IReadOnlyList<WeightBlock> _parts;
    private readonly PackedMatrix _forward; // W [inputs, outputs]
    private readonly PackedMatrix _backward; // Wᵀ [outputs, inputs]
    private readonly PackedMatrix _gradient; // dW [inputs, outputs]
    private readonly NativeTensor _packedInputs; // of each unit, x of one block of rows [inputs / MR, depth, MR]
    private readonly NativeTensor _packedOutputs; // dy of one block of rows [outputs / NR, depth, NR]

    /// <summary>Allocates the memory.</summary>
    /// <param name="inputs">Inputs, those that are always 1 included.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="threads">Threads that will share the work on its gradient.</param>
    /// <param name="parts">Where its weights are.</param>
    public DenseWeights(int inputs, int outputs, int threads, IReadOnlyList<WeightBlock> parts)
    {
        _parts = parts;
        _forward = new PackedMatrix(inputs, outputs);
        _backward = new PackedMatrix(_forward.Columns, inputs);
        _gradient = new PackedMatrix(inputs, outputs);
        GradientUnits = Math.Min(threads, _gradient.Panels);
        _packedInputs = new NativeTensor(1, GradientUnits, InputTiles * GemmMicroKernel.Rows * Depth);
        _packedOutputs = new NativeTensor(1, 1, Outputs * Depth);
    }

    /// <summary>Offset of its weights in the vector of all weights.</summary>
    public IReadOnlyList<WeightBlock> Blocks => _parts;

    /// <summary>Inputs, those that are always 1 included.</summary>
    public int Inputs => _forward.Terms;

    /// <summary>Outputs, padded.</summary>
    public int Outputs => _forward.Columns;

    /// <summary>
    /// Units of work that <see cref="AccumulateGradient"/> is divided into. Each reads and packs all inputs, so units are few.
    /// </summary>
    public int GradientUnits { get; }

    /// <summary>Parts of its weights: units of work of <see cref="Pack"/> and <see cref="Unpack"/>.</summary>
    public int Parts => _parts.Count;

    private int InputTiles => (Inputs + GemmMicroKernel.Rows - 1) / GemmMicroKernel.Rows;

    /// <summary>Packs one part of the weights.</summary>
    /// <param name="number">Index of the part.</param>
    /// <param name="weights">The vector of all weights.</param>
    public void Pack(int number, ReadOnlySpan<float> weights)
    {
        WeightBlock part = _parts[number];
        fixed (float* all = weights)
        {
            // Column by column of a few rows, so that writes are contiguous and the rows' lines stay in the L1 cache.
            for (int o = 0; o < part.Outputs;)
            {
                int panel = (part.FirstOutput + o) / GemmMicroKernel.Columns, width = _forward.Width(panel);
                int column = (part.FirstOutput + o) % GemmMicroKernel.Columns;
                int count = Math.Min(width - column, part.Outputs - o);
                float* from = all + part.Source + (long)o * part.Stride;
                float* to = _forward[panel] + part.FirstInput * width + column;
                for (int i = 0; i < part.Inputs; i++)
                {
                    for (int k = 0; k < count; k++)
                    {
                        to[i * width + k] = from[(long)k * part.Stride + i];
                    }
                }

                o += count;
            }

            for (int i = 0; i < part.Inputs;)
            {
                int panel = (part.FirstInput + i) / GemmMicroKernel.Columns, width = _backward.Width(panel);
                int column = (part.FirstInput + i) % GemmMicroKernel.Columns;
                int count = Math.Min(width - column, part.Inputs - i);
                float* from = all + part.Source + i, to = _backward[panel] + part.FirstOutput * width + column;
                for (int o = 0; o < part.Outputs; o++)
                {
                    for (int k = 0; k < count; k++)
                    {
                        to[o * width + k] = from[(long)o * part.Stride + k];
                    }
                }

                i += count;
            }
        }
    }

    /// <summary>y = x·W of some rows; y is padded.</summary>
    public void Forward(float* x, int xWidth, int rows, float* y, int yWidth) =>
        _forward.Multiply(x, xWidth, rows, y, yWidth, accumulate: false);

    /// <summary>dx = dy·Wᵀ, or dx += dy·Wᵀ, of some rows; dx is padded.</summary>
    public void Backward(float* dy, int dyWidth, int rows, float* dx, int dxWidth, bool accumulate) =>
        _backward.Multiply(dy, dyWidth, rows, dx, dxWidth, accumulate);

    /// <summary>dW = Σ xᵀ·dy over all rows, of one unit of its outputs.</summary>
    /// <param name="unit">Index of the unit.</param>
    /// <param name="x">Inputs of every row; after the last one there is room for the rest of a tile.</param>
    /// <param name="xWidth">From one row of x to the next.</param>
    /// <param name="dy">Gradients of the outputs of every row.</param>
    /// <param name="dyWidth">From one row of dy to the next.</param>
    /// <param name="rows">Number of rows.</param>
    public void AccumulateGradient(int unit, float* x, int xWidth, float* dy, int dyWidth, int rows)
    {
        int firstPanel = unit * _gradient.Panels / GradientUnits, endPanel = (unit + 1) * _gradient.Panels / GradientUnits;
        int firstOutput = firstPanel * GemmMicroKernel.Columns, outputs = Math.Min(endPanel * GemmMicroKernel.Columns, Outputs) - firstOutput;
        float* inputs = _packedInputs[0, unit], gradients = _packedOutputs[0, 0] + firstOutput * Depth;
        for (int first = 0; first < rows; first += Depth)
        {
            int depth = Math.Min(Depth, rows - first);
            PackInputs(x + (long)first * xWidth, xWidth, depth, InputTiles, inputs);
            PackOutputs(dy + (long)first * dyWidth + firstOutput, dyWidth, depth, outputs, gradients);
            for (int panel = firstPanel; panel < endPanel; panel++)
            {
                float* b = gradients + (panel - firstPanel) * GemmMicroKernel.Columns * depth, c = _gradient[panel];
                int width = _gradient.Width(panel);
                for (int input = 0; input < Inputs; input += GemmMicroKernel.Rows)
                {
                    GemmMicroKernel.Multiply(
                        inputs + input * depth, 1, GemmMicroKernel.Rows, Math.Min(GemmMicroKernel.Rows, Inputs - input),
                        b, width, width, depth, c + input * width, width, accumulate: first > 0);
                }
            }
        }
    }

    /// <summary>Copies one part of the gradient into the vector of all gradients.</summary>
    /// <param name="number">Index of the part.</param>
    /// <param name="gradient">The vector of all gradients.</param>
    public void Unpack(int number, Span<float> gradient)
    {
        WeightBlock part = _parts[number];
        fixed (float* all = gradient)
        {
            for (int o = 0; o < part.Outputs;)
            {
                int panel = (part.FirstOutput + o) / GemmMicroKernel.Columns, width = _gradient.Width(panel);
                int column = (part.FirstOutput + o) % GemmMicroKernel.Columns;
                int count = Math.Min(width - column, part.Outputs - o);
                float* from = _gradient[panel] + part.FirstInput * width + column;
                float* to = all + part.Source + (long)o * part.Stride;
                for (int i = 0; i < part.Inputs; i++)
                {
                    for (int k = 0; k < count; k++)
                    {
                        to[(long)k * part.Stride + i] = from[i * width + k];
                    }
                }

                o += count;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
        _gradient.Dispose();
        _packedInputs.Dispose();
        _packedOutputs.Dispose();
    }

    /// <summary>Copies rows of x into tiles [inputs / MR, depth, MR].</summary>
    private static void PackInputs(float* x, int xWidth, int depth, int tiles, float* packed)
    {
        for (int k = 0; k < depth; k++)
        {
            float* from = x, to = packed + k * GemmMicroKernel.Rows;
            for (int tile = 0; tile < tiles; tile++)
            {
                Vector128.Load(from).Store(to);
                Vector64.Load(from + 4).Store(to + 4);
                from += GemmMicroKernel.Rows;
                to += depth * GemmMicroKernel.Rows;
            }

            x += xWidth;
        }
    }

    /// <summary>Copies rows of dy into panels [outputs / NR, depth, NR].</summary>
    private static void PackOutputs(float* dy, int dyWidth, int depth, int outputs, float* packed)
    {
        for (int k = 0; k < depth; k++)
        {
            for (int output = 0; output < outputs; output += GemmMicroKernel.Columns)
            {
                int width = Math.Min(GemmMicroKernel.Columns, outputs - output);
                float* to = packed + output * depth + k * width;
                for (int column = 0; column < width; column += GemmMicroKernel.NarrowColumns)
                {
                    Vector512.Load(dy + output + column).Store(to + column);
                }
            }

            dy += dyWidth;
        }
    }
}
